"""What is shared is bought: the gateway of the checkout tests."""

from tests.checkout.conftest import gateway_url, settings

__all__ = ["gateway_url", "settings"]
