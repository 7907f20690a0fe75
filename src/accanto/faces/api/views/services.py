"""The catalogue of services for programs."""

from typing import Any

from ninja import Router

from accanto.core import clock
from accanto.faces.api.doors import reading
from accanto.faces.api.requests import ProgramRequest
from accanto.faces.api.schemas.services import ServiceList
from accanto.resources.catalogue.models import Service
from accanto.resources.catalogue.queries import services_on

router = Router(tags=["services"])
_PLAIN = (
    "code", "name", "description", "mode", "holder", "referral", "siuss_code", "in_national_plan", "parenting_support",
)  # fmt: skip


@router.get("/services", response=ServiceList, url_name="services", summary="What can be given today")
@reading("services", "catalogue.view")
def list_services(request: ProgramRequest) -> dict[str, Any]:
    """The whole catalogue, by name, with the funds that pay."""
    return {"items": [_told(service) for service in services_on(clock.today())]}


def _told(service: Service) -> dict[str, Any]:
    funds = [{"code": fund.code, "name": fund.name} for fund in service.funds.all()]
    return {**{name: getattr(service, name) for name in _PLAIN}, "funds": funds}
