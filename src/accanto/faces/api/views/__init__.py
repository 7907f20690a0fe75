"""The addresses for programs, and the pages where their keys are made."""
