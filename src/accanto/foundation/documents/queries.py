"""Reading about documents; their content is in `reading`."""

from django.db import connection

from accanto.foundation.documents.models import Document


def chain_of(document: Document) -> list[Document]:
    """Every version of the same document, the newest first."""
    table = connection.ops.quote_name(Document._meta.db_table)
    sql = f"""
        with recursive older as (
            select id, replaces_id from {table} where id = %s
            union select d.id, d.replaces_id from {table} d join older on d.id = older.replaces_id
        ), newer as (
            select id from {table} where id = %s
            union select d.id from {table} d join newer on d.replaces_id = newer.id
        ) select id from older union select id from newer
    """  # noqa: S608  (our own table name)
    with connection.cursor() as cursor:
        cursor.execute(sql, [document.pk, document.pk])
        found = [row[0] for row in cursor.fetchall()]
    return list(Document.objects.filter(pk__in=found).select_related("created_by").order_by("-version"))
