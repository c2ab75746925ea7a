"""What each capability keeps of a person: its part of the export, and of leaving."""

from __future__ import annotations

from vitrina import affiliate, cart, catalog, checkout, notice, payout, people, video


def join_own_data() -> None:
    """Register every part; again is the same. A new capability that keeps something of people adds its lines here."""
    people.on_guest_joined(checkout.adopt_orders)
    people.on_export("addresses_and_bags", cart.export_carts)
    people.on_export("favourites", catalog.export_favourites)
    people.on_export("orders", checkout.export_orders)
    people.on_export("links_touches_commissions", affiliate.export_links)
    people.on_export("videos", video.export_videos)
    people.on_export("mails", notice.export_messages)
    people.before_leaving(checkout.check_leaving)
    people.before_leaving(payout.check_leaving)
    people.on_leaving(catalog.close_shops)
    people.on_leaving(catalog.erase_favourites)
    people.on_leaving(cart.erase_carts)
    people.on_leaving(checkout.blur_orders)
    people.on_leaving(affiliate.erase_links)
    people.on_leaving(video.erase_videos)
    people.on_leaving(notice.erase_messages)
