"""The database under Accanto: finds PostgreSQL, runs a private cluster where none is given, keeps two roles.

- `place`: where the cluster lives and as whom it runs; computed, touches nothing.
- `servers`: which PostgreSQL binaries are used.
- `cluster`: creates, starts and stops the private cluster.
- `connect`: what Django's DATABASES and the tools need to reach it.
- `roles`: owner, web role, extensions, rights; `prepare()` makes everything ready.
- `append_only`: tables that the web role may only add to.
"""
