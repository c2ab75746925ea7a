"""Where a carrier shows a parcel's way: the public page of each, with the number in it."""

from __future__ import annotations

from urllib.parse import quote

# By words in the carrier's name as shops write it, the longer first; {} takes the number.
_PAGES = (
    ("correos de mexico", "https://www.correosdemexico.gob.mx/SSLServicios/SeguimientoEnvio/Seguimiento.aspx?guia={}"),
    ("correos de méxico", "https://www.correosdemexico.gob.mx/SSLServicios/SeguimientoEnvio/Seguimiento.aspx?guia={}"),
    ("correo argentino", "https://www.correoargentino.com.ar/formularios/e-commerce?id={}"),
    ("chilexpress", "https://centrodeayuda.chilexpress.cl/seguimiento/{}"),
    ("servientrega", "https://www.servientrega.com/wps/portal/rastreo-envio?guia={}"),
    ("coordinadora", "https://coordinadora.com/rastreo/rastreo-de-guia/detalle-de-rastreo-de-guia/?guia={}"),
    ("paquetexpress", "https://www.paquetexpress.com.mx/rastreo/{}"),
    ("estafeta", "https://www.estafeta.com/rastrear-envio?wayBill={}"),
    ("correios", "https://rastreamento.correios.com.br/app/index.php?objetos={}"),
    ("andreani", "https://www.andreani.com/envio/{}"),
    ("correos", "https://www.correos.es/es/es/herramientas/localizador/envios/detalle?tracking-number={}"),
    ("fedex", "https://www.fedex.com/fedextrack/?trknbr={}"),
    ("usps", "https://tools.usps.com/go/TrackConfirmAction?tLabels={}"),
    ("dhl", "https://www.dhl.com/global-en/home/tracking.html?tracking-id={}"),
    ("seur", "https://www.seur.com/livetracking/?segOnlineIdentificador={}"),
    ("ups", "https://www.ups.com/track?tracknum={}"),
)  # fmt: skip


def tracking_url(carrier: str | None, number: str | None) -> str | None:
    """The carrier's page of a parcel; None for a carrier that we do not know, or without a number."""
    if not carrier or not number:
        return None
    named = carrier.lower()
    page = next((page for word, page in _PAGES if word in named), None)
    return None if page is None else page.format(quote(number.replace(" ", ""), safe=""))
