import httpx
async def test_q(http: httpx.AsyncClient):
    for m,p,kw in [("GET","/healthz",{}),("GET","/readyz",{}),("GET","/nope",{}),("DELETE","/healthz",{}),("HEAD","/healthz",{}),
        ("GET","/v1/products?limit=abc",{}),("GET","/v1/products?limit=99999999999999999999999999999",{}),("GET","/v1/products/%00",{}),("GET","/v1/products?q=%00",{}),
        ("POST","/v1/sessions",dict(content=b"{")),("POST","/v1/sessions",dict(json={"email":1})),("POST","/v1/sessions",dict(json=[])),("POST","/v1/sessions",dict(content=b"")),
        ("POST","/v1/sessions",dict(json={"email":"a\u0000@b.c","password":"x"*10})),
        ("POST","/v1/sessions",dict(content=b"x"*300000)),("POST","/v1/carts",dict(json={"lines":[{"variant_id":"x","quantity":"3"}]})),
        ("POST","/v1/carts",dict(json={"lines":[{"variant_id":"0191b1f4-0000-7000-8000-000000000000","quantity":0,"zz":3}]},headers={"accept-language":"es"})),
        ("GET","/v1/products",{}),("GET","/v1/me",{}),("GET","/metrics",{}),("GET","/openapi.json",{}),("OPTIONS","/v1/me",{}),("GET","/assets/none.js",{})]:
        r=await http.request(m,p,**kw)
        print(m,p,r.status_code,r.headers.get("content-type"),r.text[:300])
    print(r.headers)
