from ninja import Field, Schema

from accanto.faces.api.schemas.common import Named
from accanto.resources.catalogue.enums import DeliveryMode


class ServiceOut(Schema):
    code: str
    name: str
    description: str
    mode: DeliveryMode
    holder: str = Field(description="Who runs it, in words.")
    referral: str = Field(description="Who sends people there.")
    siuss_code: str
    in_national_plan: bool = Field(description="Counts as a support of the project.")
    parenting_support: bool = Field(description="For the first 1,000 days.")
    funds: list[Named]


class ServiceList(Schema):
    items: list[ServiceOut]
