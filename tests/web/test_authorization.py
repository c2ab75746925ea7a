"""Every route × every role: who may do what to whose things, in one table. A route without a row fails.

The order and the basket are the shopper's, the video, its tag, the link and the commission the creator's, the shop the
owner's and the staff's; so each row holds its own cells and its foreign ones. 409 says: you may, but not in this state.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from uuid import UUID

import httpx
from tests.video.world import add_video
from tests.world import (
    ADDRESS,
    CARD,
    Person,
    World,
    books,
    buy,
    fresh_key,
    make_person,
    make_product,
    make_world,
    touch,
)

from vitrina import catalog, people
from vitrina.kernel.ids import uuid7
from vitrina.notice.rules import unsubscribe_word
from vitrina.people.model import Passkey
from vitrina.people.rules import token_hash
from vitrina.people.store import add_sessions
from vitrina.people.store.security import add_passkey
from vitrina.platform.app import App
from vitrina.web import create_app

Json = dict[str, Any]
# A point of P-256, as a browser gives it.
BROWSER_KEY = "BI5TO2-gv3tGJbswZnwB-2B--fi4qA_vWzAGKHAxh7Kjc-sdveAzGDZtBp-DpvWQAFPHNjPLBBshxV4ahsH0ALQ"
NOBODY = "00000000-0000-7000-8000-000000000000"
ROLES = ("guest", "shopper", "stranger", "creator", "rival", "owner", "staff", "neighbour", "moderator", "operator")

# stranger: another shopper; rival: another creator; neighbour: the owner of another shop.
TABLE = """
                                            guest shopper stranger creator rival owner staff neighbour moderator operator
GET    /healthz                              200    200     200      200    200   200   200     200       200      200
GET    /readyz                               200    200     200      200    200   200   200     200       200      200
GET    /metrics              #loopback       200    200     200      200    200   200   200     200       200      200
GET    /metrics              #by a proxy     401    403     403      403    403   403   403     403       403      200

GET    /v1/me                                200    200     200      200    200   200   200     200       200      200
PATCH  /v1/me                                401    200     200      200    200   200   200     200       200      200
POST   /v1/accounts                          201    201     201      201    201   201   201     201       201      201
POST   /v1/sessions          #wrong          401    401     401      401    401   401   401     401       401      401
POST   /v1/email_verifications               401    202     202      202    202   202   202     202       202      202
POST   /v1/email_verifications/confirm       422    422     422      422    422   422   422     422       422      422
POST   /v1/password_resets                   202    202     202      202    202   202   202     202       202      202
POST   /v1/password_resets/confirm           422    422     422      422    422   422   422     422       422      422
GET    /v1/creators/{handle}                 200    200     200      200    200   200   200     200       200      200
PUT    /v1/creators/{handle}/follow          401    204     204      422    204   204   204     204       204      204
DELETE /v1/creators/{handle}/follow          401    204     204      204    204   204   204     204       204      204

GET    /v1/notices                           401    200     200      200    200   200   200     200       200      200
GET    /v1/notices/unread                    401    200     200      200    200   200   200     200       200      200
POST   /v1/notices/read                      401    204     204      204    204   204   204     204       204      204
GET    /v1/me/notices                        401    200     200      200    200   200   200     200       200      200
PUT    /v1/me/notices                        401    200     200      200    200   200   200     200       200      200
GET    /v1/push_key                          200    200     200      200    200   200   200     200       200      200
PUT    /v1/push_subscriptions                401    204     204      204    204   204   204     204       204      204
DELETE /v1/push_subscriptions?endpoint=x     401    204     204      204    204   204   204     204       204      204
GET    /v1/unsubscribe/{word}                200    200     200      200    200   200   200     200       200      200
POST   /v1/unsubscribe/{word}                200    200     200      200    200   200   200     200       200      200

GET    /v1/feed                              200    200     200      200    200   200   200     200       200      200
GET    /v1/videos/{video_id}                 200    200     200      200    200   200   200     200       200      200
GET    /v1/creators/{handle}/videos          200    200     200      200    200   200   200     200       200      200
POST   /v1/videos/{video_id}/tags            401    403     403      201    403   403   403     403       403      403
DELETE /v1/videos/{video_id}/tags/{tag_id}   401    403     403      204    403   403   403     403       403      403
PUT    /v1/videos/{video_id}/tags/{tag_id}   401    403     403      200    403   403   403     403       403      403
GET    /v1/studio/videos                     401    403     403      200    200   403   403     403       403      403
GET    /v1/studio/videos/{video_id}          401    404     404      200    404   404   404     404       404      404
PATCH  /v1/videos/{video_id}                 401    403     403      200    403   403   403     403       403      403
PUT    /v1/videos/{video_id}/trim            401    403     403      409    403   403   403     403       403      403
PUT    /v1/videos/{video_id}/cover           401    403     403      422    403   403   403     403       403      403
PUT    /v1/videos/{video_id}/cover/picture   401    403     403      422    403   403   403     403       403      403
PUT    /v1/videos/{video_id}/captions/{lang} 401    403     403      200    403   403   403     403       403      403
DELETE /v1/videos/{video_id}/captions/{lang} 401    403     403      200    403   403   403     403       403      403
PUT    /v1/videos/{video_id}/publication     401    403     403      200    403   403   403     403       403      403
DELETE /v1/videos/{draft_id}/publication     401    404     404      200    404   404   404     404       404      404
DELETE /v1/videos/{draft_id}                 401    404     404      204    404   404   404     404       404      404
POST   /v1/uploads                           401    403     403      201    201   403   403     403       403      403
GET    /v1/uploads/{upload_id}               401    404     404      200    404   404   404     404       404      404
PATCH  /v1/uploads/{upload_id}               401    404     404      204    404   404   404     404       404      404
DELETE /v1/uploads/{upload_id}               401    404     404      204    404   404   404     404       404      404

POST   /v1/feed/events                       204    204     204      204    204   204   204     204       204      204
POST   /v1/feed/hidden                       204    204     204      204    204   204   204     204       204      204
DELETE /v1/feed/hidden/{video_id}            204    204     204      204    204   204   204     204       204      204
PUT    /v1/videos/{video_id}/like            401    204     204      204    204   204   204     204       204      204
DELETE /v1/videos/{video_id}/like            401    204     204      204    204   204   204     204       204      204
PUT    /v1/videos/{video_id}/save            401    204     204      204    204   204   204     204       204      204
DELETE /v1/videos/{video_id}/save            401    204     204      204    204   204   204     204       204      204
POST   /v1/social/seen                       200    200     200      200    200   200   200     200       200      200
GET    /v1/me/liked                          401    200     200      200    200   200   200     200       200      200
GET    /v1/me/saved                          401    200     200      200    200   200   200     200       200      200
GET    /v1/videos/{video_id}/comments        200    200     200      200    200   200   200     200       200      200
POST   /v1/videos/{video_id}/comments        401    201     201      201    201   201   201     201       201      201
PUT    /v1/videos/{video_id}/comments        401    403     403      204    403   403   403     403       403      403
GET    /v1/comments/{comment_id}/replies     200    200     200      200    200   200   200     200       200      200
PUT    /v1/comments/{comment_id}/like        401    204     204      204    204   204   204     204       204      204
DELETE /v1/comments/{comment_id}/like        401    204     204      204    204   204   204     204       204      204
PUT    /v1/comments/{comment_id}/pin         401    403     403      204    403   403   403     403       403      403
DELETE /v1/comments/{comment_id}/pin         401    403     403      204    403   403   403     403       403      403
PUT    /v1/comments/{held_comment}/approval  401    403     403      204    403   403   403     403       403      403
DELETE /v1/comments/{comment_id}             401    204     403      204    403   403   403     403       204      204
GET    /v1/studio/comments                   401    403     403      200    200   403   403     403       403      403
GET    /v1/studio/comment_words              401    403     403      200    200   403   403     403       403      403
PUT    /v1/studio/comment_words              401    403     403      200    200   403   403     403       403      403
POST   /v1/shares                            201    201     201      201    201   201   201     201       201      201
POST   /v1/shares/{code}/opens               201    201     201      201    201   201   201     201       201      201
GET    /v1/shares/{code}/qr.svg              200    200     200      200    200   200   200     200       200      200

GET    /v1/products                          200    200     200      200    200   200   200     200       200      200
GET    /v1/products/{product}                200    200     200      200    200   200   200     200       200      200
GET    /v1/shops/{shop}                      200    200     200      200    200   200   200     200       200      200
GET    /v1/shops/{shop}/programme            200    200     200      200    200   200   200     200       200      200
PUT    /v1/shops/{shop}/programme            401    403     403      403    403   200   403     403       403      403

POST   /v1/touches                           201    201     201      201    201   201   201     201       201      201
GET    /v1/creators/{handle}/showcase        200    200     200      200    200   200   200     200       200      200
POST   /v1/showcase                          401    403     403      201    201   403   403     403       403      403
DELETE /v1/showcase/{link_id}                401    404     404      204    404   404   404     404       404      404
PUT    /v1/showcase/order                    401    403     403      204    204   403   403     403       403      403
GET    /v1/commissions/{commission_id}/why   401    404     404      200    404   200   200     404       404      200

POST   /v1/quotes                            200    200     200      200    200   200   200     200       200      200
POST   /v1/carts                             201    201     201      201    201   201   201     201       201      201
GET    /v1/carts/{cart_id}                   404    200     404      404    404   404   404     404       404      404
GET    /v1/carts/{guest_cart}                404    404     404      404    404   404   404     404       404      404
PUT    /v1/carts/{cart_id}/lines             404    200     404      404    404   404   404     404       404      404
PUT    /v1/carts/{cart_id}/address           404    200     404      404    404   404   404     404       404      404
PUT    /v1/carts/{cart_id}/shipping          404    200     404      404    404   404   404     404       404      404
POST   /v1/carts/{cart_id}/pay               404    201     404      404    404   404   404     404       404      404

POST   /v1/checkout/buy                      201    201     201      201    201   201   201     201       201      201
GET    /v1/orders                            401    200     200      200    200   200   200     200       200      200
GET    /v1/orders/{order_id}                 404    200     404      404    404   200   200     404       404      200
GET    /v1/orders/{guest_order}              404    404     404      404    404   200   200     404       404      200
GET    /v1/orders/{guest_order} #with token  200    200     200      200    200   200   200     200       200      200
GET    /v1/orders/{guest_order} #wrong token 404    404     404      404    404   200   200     404       404      200
GET    /v1/shops/{shop}/orders               401    403     403      403    403   200   200     403       403      200
POST   /v1/orders/{order_id}/cancel          404    200     404      404    404   404   404     404       404      404
POST   /v1/orders/{guest_order}/cancel       404    404     404      404    404   404   404     404       404      404
POST   /v1/orders/{order_id}/refund          404    404     404      404    404   200   200     404       404      200
POST   /v1/orders/{order_id}/ship            404    404     404      404    404   409   409     404       404      409
POST   /v1/orders/{order_id}/deliver         404    404     404      404    404   409   409     404       404      409
POST   /v1/provider_webhooks/sandbox         400    400     400      400    400   400   400     400       400      400

GET    /v1/wallet                            401    200     200      200    200   200   200     200       200      200
GET    /v1/shops/{shop}/wallet               401    403     403      403    403   200   200     403       403      200
POST   /v1/payouts                           401    409     409      409    409   409   409     409       409      409
GET    /v1/ledger/check                      401    403     403      403    403   403   403     403       403      200
GET    /v1/ledger/export                     401    403     403      403    403   403   403     403       403      200

GET    /v1/handles/{handle}                  200    200     200      200    200   200   200     200       200      200
PATCH  /v1/me/creator                        401    403     403      200    200   403   403     403       403      403
PUT    /v1/me/creator/picture                401    403     403      422    422   403   403     403       403      403
GET    /v1/reports/reasons                   200    200     200      200    200   200   200     200       200      200
POST   /v1/reports                           201    201     201      201    201   201   201     201       201      201
POST   /v1/copyright_notices                 201    201     201      201    201   201   201     201       201      201
POST   /v1/copyright_notices/{notice_id}/counter 401 404    404      204    404   404   404     404       404      404
GET    /v1/staff/cases                       401    403     403      403    403   403   403     403       200      200
GET    /v1/staff/cases/{case_id}             401    403     403      403    403   403   403     403       200      200
POST   /v1/staff/cases/{case_id}/dismiss     401    403     403      403    403   403   403     403       204      204
POST   /v1/staff/cases/{case_id}/act         401    403     403      403    403   403   403     403       201      201
POST   /v1/staff/accounts/{judged}/sanctions 401    403     403      403    403   403   403     403       201      201
POST   /v1/staff/sanctions/{sanction_id}/lift 401   403     403      403    403   403   403     403       200      200
GET    /v1/staff/appeals                     401    403     403      403    403   403   403     403       200      200
POST   /v1/staff/sanctions/{sanction_id}/answer 401 403     403      403    403   403   403     403       409      409
GET    /v1/standing                          401    200     200      200    200   200   200     200       200      200
POST   /v1/appeals                           401    404     404      201    404   404   404     404       404      404

GET    /v1/operator/health                   401    403     403      403    403   403   403     403       403      200
POST   /v1/operator/dead_letters/requeue     401    403     403      403    403   403   403     403       403      200
GET    /v1/operator/fees                     401    403     403      403    403   403   403     403       403      200
POST   /v1/operator/fees                     401    403     403      403    403   403   403     403       403      201
GET    /v1/operator/markets                  401    403     403      403    403   403   403     403       403      200
PUT    /v1/operator/markets/MX               401    403     403      403    403   403   403     403       403      200
GET    /v1/operator/audit                    401    403     403      403    403   403   403     403       403      200
GET    /v1/operator/shops                    401    403     403      403    403   403   403     403       403      200
GET    /v1/operator/accounts                 401    403     403      403    403   403   403     403       403      200
GET    /v1/operator/accounts/{judged}        401    403     403      403    403   403   403     403       403      200
PUT    /v1/operator/accounts/{judged}/roles/partner 401 403 403      403    403   403   403     403       403      200
POST   /v1/operator/accounts/{judged}/sign_out 401  403     403      403    403   403   403     403       403      200
POST   /v1/operator/orders/{order_id}/refund 401    403     403      403    403   403   403     403       403      200
GET    /v1/operator/commissions              401    403     403      403    403   403   403     403       403      200
POST   /v1/operator/commissions/{commission_id}/release 401 403 403  403    403   403   403     403       403      409
POST   /v1/staff/views                       401    403     403      403    403   403   403     403       403      201
DELETE /v1/staff/views/current               409    409     409      409    409   409   409     409       409      409
GET    /v1/operator/invitations              401    403     403      403    403   403   403     403       403      200
POST   /v1/operator/invitations              401    403     403      403    403   403   403     403       403      201
POST   /v1/operator/invitations/{invitation_id}/withdraw 401 403 403 403    403   403   403     403       403      204
POST   /v1/invitations/accept                401    422     422      422    422   422   422     422       422      422


GET    /v1/shop_slugs/{shop}                                401    200    200    200    200    200    200    200    200    200
POST   /v1/shops                                            401    201    201    201    201    201    201    201    201    201
GET    /v1/shops/{shop}/settings                            401    403    403    403    403    200    200    403    403    403
PATCH  /v1/shops/{shop}/settings                            401    403    403    403    403    200    403    403    403    403
PUT    /v1/shops/{shop}/signs/{sign}                        401    403    403    403    403    422    403    403    403    403
GET    /v1/shops/{shop}/products                            401    403    403    403    403    200    200    403    403    403
GET    /v1/shops/{shop}/products.csv                        401    403    403    403    403    200    200    403    403    403
POST   /v1/shops/{shop}/products                            401    403    403    403    403    201    201    403    403    403
POST   /v1/shops/{shop}/products/many                       401    403    403    403    403    200    200    403    403    403
GET    /v1/shops/{shop}/products/{product}                  401    403    403    403    403    200    200    403    403    403
PATCH  /v1/shops/{shop}/products/{product}                  401    403    403    403    403    200    200    403    403    403
PUT    /v1/shops/{shop}/products/{fresh_product}/variants   401    403    403    403    403    200    200    403    403    403
POST   /v1/shops/{shop}/products/{product}/pictures         401    403    403    403    403    422    422    403    403    403
PUT    /v1/shops/{shop}/products/{product}/pictures         401    403    403    403    403    200    200    403    403    403
DELETE /v1/shops/{shop}/products/{fresh_product}            401    403    403    403    403    204    204    403    403    403
PUT    /v1/shops/{shop}/variants/{variant}/price            401    403    403    403    403    200    200    403    403    403
POST   /v1/shops/{shop}/stock                               401    403    403    403    403    200    200    403    403    403
GET    /v1/shops/{shop}/imports                             401    403    403    403    403    200    200    403    403    403
POST   /v1/shops/{shop}/imports                             401    403    403    403    403    201    201    403    403    403
GET    /v1/shops/{shop}/imports/{import_id}                 401    403    403    403    403    200    200    403    403    403
PUT    /v1/shops/{shop}/imports/{import_id}/columns         401    403    403    403    403    200    200    403    403    403
GET    /v1/shops/{shop}/imports/{import_id}/report.csv      401    403    403    403    403    200    200    403    403    403
POST   /v1/shops/{shop}/imports/{import_id}/confirm         401    403    403    403    403    200    200    403    403    403
POST   /v1/shops/{shop}/imports/{import_id}/undo            401    403    403    403    403    409    409    403    403    403
GET    /v1/shops/{shop}/programme/versions                  401    403    403    403    403    200    200    403    403    403
GET    /v1/shops/{shop}/creators                            401    403    403    403    403    200    200    403    403    403
GET    /v1/shops/{shop}/shipping                            401    403    403    403    403    200    200    403    403    403
PUT    /v1/shops/{shop}/shipping                            401    403    403    403    403    200    403    403    403    403
GET    /v1/shops/{shop}/vouchers                            401    403    403    403    403    200    200    403    403    403
POST   /v1/shops/{shop}/vouchers                            401    403    403    403    403    201    403    403    403    403
POST   /v1/shops/{shop}/vouchers/{voucher_id}/stop          401    403    403    403    403    200    403    403    403    403
PUT    /v1/carts/{cart_id}/voucher                          404    200    404    404    404    404    404    404    404    404
POST   /v1/orders/{order_id}/refund_quote                   404    404    404    404    404    200    200    404    404    200
GET    /v1/shops/{shop}/orders.csv                          401    403    403    403    403    200    200    403    403    403
POST   /v1/shops/{shop}/shipments                           401    403    403    403    403    200    200    403    403    403
GET    /v1/shops/{shop}/sales                               401    403    403    403    403    200    200    403    403    403
GET    /v1/shops/{shop}/sales.csv                           401    403    403    403    403    200    200    403    403    403
GET    /v1/search                            200    200     200      200    200   200   200     200       200      200
GET    /v1/search/suggest                    200    200     200      200    200   200   200     200       200      200
GET    /v1/discover                          200    200     200      200    200   200   200     200       200      200
GET    /v1/hashtags                          200    200     200      200    200   200   200     200       200      200
GET    /v1/hashtags/{tag}/videos             200    200     200      200    200   200   200     200       200      200
GET    /v1/categories                        200    200     200      200    200   200   200     200       200      200
GET    /v1/products/{product}/videos         200    200     200      200    200   200   200     200       200      200
GET    /v1/products/{product}/delivery       200    200     200      200    200   200   200     200       200      200
GET    /v1/products/{product}/watch          200    200     200      200    200   200   200     200       200      200
PUT    /v1/products/{product}/watch          401    204     204      204    204   204   204     204       204      204
DELETE /v1/products/{product}/watch          401    204     204      204    204   204   204     204       204      204
GET    /v1/shops/{shop}/videos               200    200     200      200    200   200   200     200       200      200
PUT    /v1/shops/{shop}/follow               401    204     204      204    204   204   204     204       204      204
DELETE /v1/shops/{shop}/follow               401    204     204      204    204   204   204     204       204      204
POST   /v1/passkeys/options                   401  200  200  200  200  200  200  200  200  200
POST   /v1/passkeys                           401  401  401  401  401  401  401  401  401  401
GET    /v1/passkeys                           401  200  200  200  200  200  200  200  200  200
PATCH  /v1/passkeys/{passkey_id}              401  200  404  404  404  404  404  404  404  404
DELETE /v1/passkeys/{passkey_id}              401  204  404  404  404  404  404  404  404  404
POST   /v1/passkey_sessions/options           200  200  200  200  200  200  200  200  200  200
POST   /v1/passkey_sessions                   401  401  401  401  401  401  401  401  401  401
POST   /v1/me/password                        401  401  401  401  401  401  401  401  401  401
GET    /v1/sessions                           401  200  200  200  200  200  200  200  200  200
DELETE /v1/sessions/{session_id}              401  204  404  404  404  404  404  404  404  404
POST   /v1/sessions/end_others                401  204  204  204  204  204  204  204  204  204
POST   /v1/pairings                           201  201  201  201  201  201  201  201  201  201
GET    /v1/pairings #unknown                  401  404  404  404  404  404  404  404  404  404
POST   /v1/pairings/approve                   401  404  404  404  404  404  404  404  404  404
POST   /v1/pairings/{pairing_id}/session      202  202  202  202  202  202  202  202  202  202
GET    /v1/me/export                          401  200  200  200  200  200  200  200  200  200
POST   /v1/me/leave                           401  422  422  422  422  422  422  422  422  422
GET    /v1/addresses                          401  200  200  200  200  200  200  200  200  200
POST   /v1/addresses                          401  201  201  201  201  201  201  201  201  201
PUT    /v1/addresses/{address_id}             401  200  404  404  404  404  404  404  404  404
DELETE /v1/addresses/{address_id}             401  204  404  404  404  404  404  404  404  404
POST   /v1/carts/{cart_id}/accept             404  200  404  404  404  404  404  404  404  404
POST   /v1/orders/find                        202  202  202  202  202  202  202  202  202  202
POST   /v1/orders/keep                        401  200  200  200  200  200  200  200  200  200
GET    /v1/orders/{order_id}/help             404  200  404  404  404  200  200  404  404  200
GET    /v1/orders/{guest_order}/help #with token  200  200  200  200  200  200  200  200  200  200
POST   /v1/orders/{order_id}/requests         404  409  404  404  404  404  404  404  404  404
POST   /v1/order_requests/{request_id}/withdraw  404  200  404  404  404  404  404  404  404  404
POST   /v1/order_requests/{request_id}/answer  404  404  404  404  404  200  200  404  404  200
POST   /v1/order_requests/{request_id}/received  404  404  404  404  404  409  409  404  404  409
POST   /v1/orders/{order_id}/messages         404  201  404  404  404  201  201  404  404  201

POST   /v1/creators                          401    201     201      409    409   201   201     201       201      201
DELETE /v1/sessions/current                  401    204     204      204    204   204   204     204       204      204
"""


@dataclass
class Row:
    method: str
    path: str
    variant: str
    expected: dict[str, int]

    @property
    def name(self) -> str:
        return f"{self.method} {self.path} {self.variant}".strip()


@dataclass
class Scene:
    """The world, who stands in it, and how to make each thing anew after somebody changed it."""

    app: App
    http: httpx.AsyncClient
    world: World
    cast: dict[str, Person | None]
    made: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    async def get(self, name: str) -> str:
        self.used.add(name)
        if name not in self.made:
            self.made[name] = await MAKERS[name](self)
        return self.made[name]

    def headers(self, role: str) -> dict[str, str]:
        person = self.cast[role]
        return {} if person is None else person.headers


def rows() -> list[Row]:
    found = []
    for line in filter(None, TABLE.splitlines()[2:]):
        left, *cells = re.split(r"\s+(?=\d{3}\b)", line.strip())
        method, path, *variant = left.split(None, 2)
        assert len(cells) == len(ROLES), line
        found.append(Row(method, path, variant[0] if variant else "", dict(zip(ROLES, map(int, cells), strict=True))))
    return found


# --- things -----------------------------------------------------------------------------------------------------------


async def _handle(scene: Scene) -> str:
    me = await scene.http.get("/v1/me", headers=scene.headers("creator"))
    return str(me.json()["account"]["creator"]["handle"])


async def _video(scene: Scene) -> str:
    return str(await add_video(scene.app, scene.world.creator.id, len(scene.made) + 100))


async def _draft(scene: Scene) -> str:
    made = str(await add_video(scene.app, scene.world.creator.id, 1_000 + int(fresh_key()[4:])))
    answer = await scene.http.delete(f"/v1/videos/{made}/publication", headers=scene.headers("creator"))
    assert answer.status_code == 200, answer.text
    return made


async def _upload(scene: Scene) -> str:
    headers = {**scene.headers("creator"), "Tus-Resumable": "1.0.0", "Upload-Length": "1000"}
    return await _made(scene.http.post("/v1/uploads", headers=headers))


async def _language(_: Scene) -> str:
    return "en"


async def _fresh_product(scene: Scene) -> str:
    return str((await make_product(scene.app, scene.world.shop_id))[0])


async def _tag(scene: Scene) -> str:
    body = {"product_id": await _fresh_product(scene)}
    path = f"/v1/videos/{await scene.get('video_id')}/tags"
    return await _made(scene.http.post(path, json=body, headers=scene.headers("creator")))


async def _link(scene: Scene) -> str:
    body = {"product_id": await _fresh_product(scene)}
    return await _made(scene.http.post("/v1/showcase", json=body, headers=scene.headers("creator")))


async def _order(scene: Scene) -> str:
    await touch(scene.http, scene.world)
    return await _made(buy(scene.http, scene.world))


async def _commission(scene: Scene) -> str:
    order = await _order(scene)
    lines = (await scene.http.get("/v1/wallet", headers=scene.headers("creator"))).json()["lines"]
    return str(next(line["commission_id"] for line in lines if line["order_id"] == order))


async def _guest_order(scene: Scene) -> str:
    body = await _body(scene, "POST /v1/checkout/buy", "guest")
    headers = {"Idempotency-Key": fresh_key()}
    answer = await scene.http.post("/v1/checkout/buy", json=body, headers=headers)
    scene.made["order_token"] = answer.json()["order_token"]
    return str(answer.json()["id"])


async def _cart(scene: Scene) -> str:
    body = {"lines": [{"variant_id": str(scene.world.variant_id), "quantity": 1}]}
    made = await _made(scene.http.post("/v1/carts", json=body, headers=scene.headers("shopper")))
    path = f"/v1/carts/{made}/address"
    assert (await scene.http.put(path, json=ADDRESS, headers=scene.headers("shopper"))).status_code == 200
    return made


async def _guest_cart(scene: Scene) -> str:
    made = await _made(scene.http.post("/v1/carts", json={}))
    scene.http.cookies.clear()
    return made


async def _case(scene: Scene) -> str:
    video = str(await add_video(scene.app, scene.world.creator.id, int(fresh_key()[4:]) + 5000))
    await _made(scene.http.post("/v1/reports", json={"kind": "video", "id": video, "reason": "scam"}))
    scene.http.cookies.clear()
    found = await scene.http.get("/v1/staff/cases?kind=video&limit=50", headers=scene.headers("operator"))
    return str(next(case["id"] for case in found.json()["cases"] if case["target"]["id"] == video))


async def _sanction(scene: Scene) -> str:
    body = {"effect": "takedown", "rule": "scam", "reason": "It is one."}
    path = f"/v1/staff/cases/{await _case(scene)}/act"
    return await _made(scene.http.post(path, json=body, headers=scene.headers("operator")))


async def _notice(scene: Scene) -> str:
    body = await _body(scene, "POST /v1/copyright_notices", "guest")
    return await _made(scene.http.post("/v1/copyright_notices", json=body))


async def _judged(scene: Scene) -> str:
    return str((await make_person(scene.app, "judged")).id)


async def _invitation(scene: Scene) -> str:
    body = await _body(scene, "POST /v1/operator/invitations", "operator")
    return await _made(scene.http.post("/v1/operator/invitations", json=body, headers=scene.headers("operator")))


async def _import(scene: Scene) -> str:
    path = f"/v1/shops/{scene.world.shop_slug}/imports"
    return await _made(scene.http.post(path, content=b"id,title,price\n1,Bowl,9.50\n", headers=scene.headers("owner")))


async def _voucher(scene: Scene) -> str:
    body = {"code": f"off-{fresh_key()}", "percent_bps": 1000}
    path = f"/v1/shops/{scene.world.shop_slug}/vouchers"
    return await _made(scene.http.post(path, json=body, headers=scene.headers("owner")))


async def _unsubscribe_word(scene: Scene) -> str:
    return unsubscribe_word(scene.app.settings.app_secret, scene.world.shopper.id, "social")


async def _comment(scene: Scene, text: str = "Where is the mug from?") -> str:
    path = f"/v1/videos/{await scene.get('video_id')}/comments"
    return await _made(scene.http.post(path, json={"text": text}, headers=scene.headers("shopper")))


async def _held_comment(scene: Scene) -> str:
    words = {"words": ["dropshipping"]}
    answer = await scene.http.put("/v1/studio/comment_words", json=words, headers=scene.headers("creator"))
    assert answer.status_code == 200, answer.text
    return await _comment(scene, "Is this dropshipping?")


async def _code(scene: Scene) -> str:
    body = {"kind": "video", "id": await scene.get("video_id")}
    answer = await scene.http.post("/v1/shares", json=body, headers=scene.headers("stranger"))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["code"])


async def _made(answer: Awaitable[httpx.Response]) -> str:
    got = await answer
    assert got.status_code == 201, got.text
    return str(got.json()["id"])


async def _passkey(scene: Scene) -> str:
    """As an authenticator made it; its key signs nothing here."""
    passkey = Passkey(uuid7(scene.app.clock.now()), scene.world.shopper.id, fresh_key().encode(), b"key", 0, (), "Phone",
                      scene.app.clock.now())  # fmt: skip
    async with scene.app.db.transaction() as transaction:
        assert await add_passkey(transaction, passkey)
    return str(passkey.id)


async def _session(scene: Scene) -> str:
    """Another device of the shopper."""
    now = scene.app.clock.now()
    made = uuid7(now)
    async with scene.app.db.transaction() as transaction:
        session = (made, token_hash(fresh_key()), scene.world.shopper.id)
        await add_sessions(transaction, [session], now, now.replace(year=2099))
    return str(made)


async def _pairing(scene: Scene) -> str:
    made = await scene.http.post("/v1/pairings")
    scene.made["pairing_secret"] = made.json()["secret"]
    return str(made.json()["id"])


async def _address(scene: Scene) -> str:
    return await _made(scene.http.post("/v1/addresses", json={"address": ADDRESS}, headers=scene.headers("shopper")))


async def _request(scene: Scene) -> str:
    """A shopper's request to cancel an order that nobody has sent."""
    made = await _order(scene)
    request_id = uuid7(scene.app.clock.now())
    async with scene.app.db.transaction() as transaction:
        await transaction.execute(
            "INSERT INTO checkout_request (id, order_id, kind, state, reason, note, lines, asked_at, due_at)"
            " VALUES ($1, $2, 'cancel', 'open', 'other', '', '{}', $3, $3)",
            request_id, UUID(made), scene.app.clock.now(),
        )  # fmt: skip
    return str(request_id)


MAKERS: dict[str, Callable[[Scene], Awaitable[str]]] = {
    "handle": _handle,
    "video_id": _video,
    "draft_id": _draft,
    "upload_id": _upload,
    "lang": _language,
    "tag_id": _tag,
    "link_id": _link,
    "commission_id": _commission,
    "order_id": _order,
    "guest_order": _guest_order,
    "cart_id": _cart,
    "guest_cart": _guest_cart,
    "fresh_product": _fresh_product,
    "case_id": _case,
    "sanction_id": _sanction,
    "notice_id": _notice,
    "judged": _judged,
    "invitation_id": _invitation,
    "import_id": _import,
    "voucher_id": _voucher,
    "word": _unsubscribe_word,
    "passkey_id": _passkey,
    "session_id": _session,
    "pairing_id": _pairing,
    "address_id": _address,
    "request_id": _request,
    "comment_id": _comment,
    "held_comment": _held_comment,
    "code": _code,
}


_VARIANT: Json = {"title": "One", "prices": [{"currency": "USD", "minor": 2000}]}


async def _body(scene: Scene, row: str, role: str) -> Json | None:
    """A body of the right shape, so that only who asks decides."""
    line = {"variant_id": str(scene.world.variant_id), "quantity": 1}
    number = fresh_key()[4:]
    bodies: dict[str, Json] = {
        "PATCH /v1/me": {"name": "New Name"},
        "POST /v1/accounts": {
            "email": f"new-{number}@world.test", "password": "open sesame 1", "name": "New", "birth_date": "1990-01-01",
            "language": "es",
        },
        "POST /v1/sessions #wrong": {"email": "nobody@world.test", "password": "open sesame 1"},
        "POST /v1/email_verifications/confirm": {"token": "x"},
        "POST /v1/password_resets": {"email": "nobody@world.test"},
        "POST /v1/password_resets/confirm": {"token": "x", "password": "open sesame 1"},
        "POST /v1/creators": {"handle": f"new.{role}.{number}"},
        "PUT /v1/shops/{shop}/programme": {"rate_bps": 1500, "window_days": 30},
        "POST /v1/notices/read": {"ids": []},
        "PUT /v1/me/notices": {"choices": {}, "zone": "UTC"},
        "PUT /v1/push_subscriptions": {
            "endpoint": f"https://push.example/{number}",
            "keys": {"p256dh": BROWSER_KEY, "auth": "c2l4dGVlbiBieXRlcy4uLg"},
        },
        "PUT /v1/products/{product}/watch": {"kind": "price"},
        "POST /v1/videos/{video_id}/comments": {"text": "So good"},
        "PUT /v1/videos/{video_id}/comments": {"is_on": True},
        "PUT /v1/studio/comment_words": {"words": ["dropshipping"]},
        "POST /v1/touches": {"tag_id": str(scene.world.link_id)},
        "POST /v1/quotes": {"lines": [line]},
        "POST /v1/carts": {"lines": [line]},
        "PUT /v1/carts/{cart_id}/lines": {"lines": [line]},
        "PUT /v1/carts/{cart_id}/address": ADDRESS,
        "PUT /v1/carts/{cart_id}/shipping": {"choices": []},
        "POST /v1/carts/{cart_id}/pay": {"payment": CARD, "email": "guest@world.test"},
        "POST /v1/checkout/buy": {**line, "address": ADDRESS, "payment": CARD, "email": "guest@world.test"},
        "POST /v1/orders/{order_id}/refund": {},
        "POST /v1/orders/{order_id}/ship": {},
        "POST /v1/payouts": {"currency": "USD"},
        "PUT /v1/videos/{video_id}/tags/{tag_id}": {"start_ms": None, "end_ms": None},
        "PATCH /v1/videos/{video_id}": {"title": "New words"},
        "PUT /v1/videos/{video_id}/trim": {"start_ms": 0, "end_ms": 2000},
        "PUT /v1/videos/{video_id}/cover": {"at_ms": 60_000},
        "PUT /v1/videos/{video_id}/publication": {},
        "PUT /v1/showcase/order": {"link_ids": []},
        "PATCH /v1/me/creator": {"bio": "New words."},
        "POST /v1/copyright_notices/{notice_id}/counter": {
            "name": "C", "address": "1 Way", "text": "It is mine.", "signature": "C", "under_perjury": True,
        },
        "POST /v1/staff/cases/{case_id}/dismiss": {"reason": "Nothing wrong."},
        "POST /v1/staff/cases/{case_id}/act": {"effect": "warning", "rule": "spam", "reason": "It repeats itself."},
        "POST /v1/staff/accounts/{judged}/sanctions": {"effect": "warning", "rule": "spam", "reason": "Please stop."},
        "POST /v1/staff/sanctions/{sanction_id}/lift": {"reason": "A mistake of ours."},
        "POST /v1/staff/sanctions/{sanction_id}/answer": {"answer": "We looked again.", "lift": True},
        "POST /v1/operator/dead_letters/requeue": {"why": "mended"},
        "POST /v1/operator/fees": {
            "platform_bps": 700, "house_bps": 200, "starts_at": "2031-01-01T00:00:00Z", "why": "Cards cost more.",
        },
        "PUT /v1/operator/markets/MX": {
            "return_days": 6, "is_return_business_days": True, "shipping_minor": 8900, "free_shipping_from_minor": None,
            "payout_minimum_minor": 10000, "is_served": True, "why": "kinder",
        },
        "PUT /v1/operator/accounts/{judged}/roles/partner": {"granted": True, "why": "a brand"},
        "POST /v1/operator/accounts/{judged}/sign_out": {"why": "a lost phone"},
        "POST /v1/operator/orders/{order_id}/refund": {"why": "The shop does not answer."},
        "POST /v1/operator/commissions/{commission_id}/release": {"why": "neighbours"},
        "POST /v1/operator/invitations": {
            "email": f"invited-{number}@world.test", "role": "moderator", "language": "es", "why": "a second pair of eyes",
        },
        "POST /v1/operator/invitations/{invitation_id}/withdraw": {"why": "a mistake"},
        "POST /v1/invitations/accept": {"token": "x"},
        "POST /v1/shops": {
            "name": "New", "slug": f"new-{number}", "country": "US",
            "identity": {"legal_name": "N", "address": "A", "phone": "1"},
        },
        "PATCH /v1/shops/{shop}/settings": {"handling_days": 3},
        "POST /v1/shops/{shop}/products": {"title": "Bowl", "variants": [_VARIANT]},
        "POST /v1/shops/{shop}/products/many": {"products": [str(scene.world.product_id)], "verb": "show"},
        "PATCH /v1/shops/{shop}/products/{product}": {"category": "Home"},
        "PUT /v1/shops/{shop}/products/{fresh_product}/variants": {"variants": [_VARIANT]},
        "PUT /v1/shops/{shop}/products/{product}/pictures": {"keys": []},
        "PUT /v1/shops/{shop}/variants/{variant}/price": {"currency": "USD", "minor": 2000},
        "POST /v1/shops/{shop}/stock": {"changes": [{"variant_id": line["variant_id"], "delta": 1}]},
        "PUT /v1/shops/{shop}/imports/{import_id}/columns": {"columns": {}},
        "PUT /v1/shops/{shop}/shipping": {"rates": []},
        "POST /v1/shops/{shop}/vouchers": {"code": f"v-{number}", "percent_bps": 1000},
        "PUT /v1/carts/{cart_id}/voucher": {"code": None},
        "POST /v1/orders/{order_id}/refund_quote": {},
        "POST /v1/shops/{shop}/shipments": {"parcels": [{"id": str(UUID(int=int(number)))}]},
        "POST /v1/passkeys": {"challenge_id": NOBODY, "credential": {}, "name": "Phone"},
        "PATCH /v1/passkeys/{passkey_id}": {"name": "Old phone"},
        "POST /v1/passkey_sessions": {"challenge_id": NOBODY, "credential": {}},
        "POST /v1/me/password": {"proof": {"password": "not the password"}, "password": "open sesame 2"},
        "POST /v1/pairings/approve": {"code": "ABCD-EFGH"},
        "POST /v1/pairings/{pairing_id}/session": {"secret": scene.made.get("pairing_secret", "")},
        "POST /v1/me/leave": {"proof": {}},
        "POST /v1/addresses": {"address": ADDRESS},
        "PUT /v1/addresses/{address_id}": {"address": ADDRESS},
        "POST /v1/orders/find": {"email": "guest@world.test", "number": "4K7Q-M2XB"},
        "POST /v1/orders/keep": {"orders": []},
        "POST /v1/orders/{order_id}/requests": {"kind": "cancel", "reason": "other"},
        "POST /v1/order_requests/{request_id}/answer": {"is_granted": False, "words": "It is packed."},
        "POST /v1/orders/{order_id}/messages": {"body": "Hello?"},
    }  # fmt: skip
    if row in ("POST /v1/videos/{video_id}/tags", "POST /v1/showcase"):
        return {"product_id": await scene.get("fresh_product")}
    if row == "POST /v1/reports":
        return {"kind": "product", "id": str(scene.world.product_id), "reason": "counterfeit", "text": "A copy."}
    if row == "POST /v1/copyright_notices":
        return {
            "kind": "video",
            "id": await scene.get("video_id"),
            "name": "M",
            "address": "2 Way",
            "email": "m@x.test",
            "work": "A song of mine.",
            "signature": "M",
            "in_good_faith": True,
            "under_perjury": True,
        }
    if row == "POST /v1/appeals":
        return {"sanction_id": await scene.get("sanction_id"), "text": "It is no scam."}
    if row == "POST /v1/staff/views":
        return {"account_id": await scene.get("judged"), "why": "They cannot find their order."}
    if row == "POST /v1/social/seen":
        return {"video_ids": [await scene.get("video_id")]}
    if row in ("POST /v1/shares", "POST /v1/feed/hidden"):
        return {"kind": "video", "id": await scene.get("video_id")}
    if row == "POST /v1/feed/events":
        return {"events": [{"kind": "impression", "video_id": await scene.get("video_id")}]}
    return bodies.get(row)


def _raw(row: Row) -> bytes | None:
    """The body of a route that takes a file."""
    if row.path.endswith("/captions/{lang}") and row.method == "PUT":
        return b"WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n"
    return b"" if row.path.startswith("/v1/uploads") else None


async def _extra(scene: Scene, row: Row) -> dict[str, str]:
    if row.path.startswith("/v1/uploads"):
        return {
            "Tus-Resumable": "1.0.0", "Upload-Length": "1000", "Upload-Offset": "0",
            "Content-Type": "application/offset+octet-stream",
        }  # fmt: skip
    if row.variant == "#by a proxy":
        return {"X-Forwarded-For": "203.0.113.7"}
    if row.variant == "#unknown":
        return {}
    if row.variant == "#with token":
        await scene.get("guest_order")
        return {"X-Order-Token": scene.made["order_token"]}
    return {"X-Order-Token": "wrong"} if row.variant == "#wrong token" else {}


# What a step that was let through may have used up: made anew for the next one.
CHANGED = (
    "draft_id",
    "import_id", "voucher_id",
    "passkey_id", "session_id", "address_id", "request_id", "order_id", "cart_id", "guest_order", "tag_id", "link_id",
    "fresh_product", "held_comment", "case_id", "sanction_id", "notice_id", "invitation_id",
)  # fmt: skip

# What else a step uses up, beside what it was asked about.
USED_UP = {
    "POST /v1/sessions/end_others": {"session_id"},
    "DELETE /v1/comments/{comment_id}": {"comment_id"},
}

# --- the test ---------------------------------------------------------------------------------------------------------


async def _scene(app: App, http: httpx.AsyncClient) -> Scene:
    world = await make_world(app, stock=10_000)
    cast: dict[str, Person | None] = {
        "guest": None, "shopper": world.shopper, "creator": world.creator, "owner": world.seller,
        "operator": world.operator,
    }  # fmt: skip
    for name in ("stranger", "rival", "staff", "neighbour", "moderator"):
        cast[name] = await make_person(app, name)
    other = await catalog.open_shop(app, slug="next-door", name="Next Door", country="US")
    ids = {name: person.id for name, person in cast.items() if person is not None}
    await people.make_creator(app, ids["rival"], "rival")
    await people.add_member(app, ids["staff"], world.shop_id, "staff")
    await people.add_member(app, ids["neighbour"], other.id, "owner")
    await people.grant_role(app, ids["moderator"], "moderator")
    made = {
        "shop": world.shop_slug,
        "product": str(world.product_id),
        "tag": "cafe",
        "variant": str(world.variant_id),
        "sign": "logo",
    }
    return Scene(app, http, world, cast, made)


async def _prepared(scene: Scene, row: Row, role: str) -> httpx.Request:
    """What a role asks; the things that it is about are made when they are not there."""
    named = re.findall(r"{([a-z_]+)}", row.path)
    path = row.path.format(**{name: await scene.get(name) for name in named})
    headers = {**scene.headers(role), "Idempotency-Key": fresh_key(), **await _extra(scene, row)}
    asked = {"code": "ABCDEFGH"} if row.variant == "#unknown" else None
    body = await _body(scene, row.name, role)
    raw = _raw(row)
    sent: Json = {"json": body} if raw is None else {"content": raw}
    scene.http.cookies.clear()
    return scene.http.build_request(row.method, path, **sent, headers=headers, params=asked)


async def _statuses(scene: Scene, plain: httpx.AsyncClient, row: Row, roles: Sequence[str]) -> dict[str, int]:
    """What these roles get for asking at the same time."""
    requests = [await _prepared(scene, row, role) for role in roles]
    before = await books(scene.app)
    answers = await asyncio.gather(*(plain.send(request) for request in requests))
    refused = [role for role, answer in zip(roles, answers, strict=True) if answer.status_code >= 400]
    if len(refused) == len(roles):
        assert await books(scene.app) == before, f"{row.name} was refused to {refused} and changed the books"
    return {role: answer.status_code for role, answer in zip(roles, answers, strict=True)}


async def _ask(scene: Scene, plain: httpx.AsyncClient, row: Row) -> dict[str, int]:
    """What each role gets: all that are refused at once, for they leave everything as it was; then who may."""
    refused = [role for role, status in row.expected.items() if status >= 400]
    allowed = [role for role in row.expected if role not in refused]
    found = await _statuses(scene, plain, row, refused) if refused else {}
    if row.method == "GET":
        return found | (await _statuses(scene, plain, row, allowed) if allowed else {})
    for role in allowed:
        scene.used.clear()
        found |= await _statuses(scene, plain, row, [role])
        for name in scene.used.intersection(CHANGED) | USED_UP.get(row.name, set()):
            scene.made.pop(name, None)
    return found


async def test_who_may_do_what(http: httpx.AsyncClient, app: App) -> None:
    scene = await _scene(app, http)
    wrong = []
    async with httpx.AsyncClient(base_url=http.base_url, timeout=30, trust_env=False) as plain:
        plain.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))  # nobody becomes a guest of before
        for row in rows():
            found = await _ask(scene, plain, row)
            assert found.keys() == row.expected.keys()
            wrong += [
                f"{row.name}: {role} got {found[role]}, not {expected}"
                for role, expected in row.expected.items()
                if found[role] != expected
            ]
    assert not wrong, "\n" + "\n".join(wrong)


def test_every_route_has_a_row(app: App) -> None:
    served = set()
    for route in create_app(app).routes:
        if not route.path.startswith("/v1/") and route.path not in ("/healthz", "/readyz", "/metrics"):
            continue  # pages and files: everybody's, see test_pages.py
        for method in getattr(route, "methods", set()) - {"OPTIONS", "HEAD"}:
            served.add((method, _shape(route.path)))
    assert served == {(row.method, _shape(row.path)) for row in rows()}


def _shape(path: str) -> str:
    path = re.sub(r"/markets/MX$", "/markets/{code}", path.partition("?")[0])
    path = re.sub(r"/roles/partner$", "/roles/{role}", re.sub(r"/release$", "/{verdict}", path))
    return re.sub(r"{[a-z_:]+}", "{}", path)
