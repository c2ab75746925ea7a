"""Wallets of creators and shops: what is coming, what can be paid out, and from which sale each line is.

Owns no table yet: payouts and statements come with the money issue, until then `PayoutsNotOpen`. Promises: a balance is read
from the ledger, never from the lines; the lines tell where it comes from; each party sees its own only.
May not post, and may not decide what a line is worth: affiliate and checkout do.
"""

from vitrina.payout.actions import check_leaving
from vitrina.payout.errors import PayoutsNotOpen
from vitrina.payout.http import ROUTES
from vitrina.payout.model import SellerWallet, Wallet, WalletBalance

__all__ = ["ROUTES", "PayoutsNotOpen", "SellerWallet", "Wallet", "WalletBalance", "check_leaving"]
