"""The frame that joins every capability's HTTP into one application.

Owns no table. Promises: every answer has a request id and the security headers, every refusal is a problem of RFC 9457,
nothing a caller sends is answered with a 5xx, and what a person named is inert in every page.
May not decide anything about products, orders or money: it parses nothing and asks the capabilities' own routes.
"""

from vitrina.web.app import create_app
from vitrina.web.joins import join_capabilities

__all__ = ["create_app", "join_capabilities"]
