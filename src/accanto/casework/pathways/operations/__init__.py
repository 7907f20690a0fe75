"""The only way to write pathways."""

from accanto.casework.pathways.operations.pathway import close_pathway, enter_stage, set_way, start_pathway

__all__ = ["close_pathway", "enter_stage", "set_way", "start_pathway"]
