"""One encrypted file that holds a whole instance, and the way back from it.

- `sealing`: the encryption; an altered, shortened or foreign file is noticed before its content is believed.
- `keys`: which key or passphrase.
- `archive`: named parts and a manifest inside the sealed stream.
- `dumping`: out of the database, in one snapshot. `loading`: into an empty database, and what must be true there.
- `making`, `restoring`: the whole errands, with files. `swapping`: the moment when the restored takes its place.
- `records`: when the last one was made.
"""
