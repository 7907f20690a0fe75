"""The directory in Open Referral HSDS 3 (Human Services Data Specification 3.1, docs.openreferral.org).

Tables are JSON lists of flat rows by the names of the specification; `nested` is the same as one object per service.
What the specification has no field for travels as attributes of a taxonomy of ours.
"""
