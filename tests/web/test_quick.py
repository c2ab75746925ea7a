import httpx
async def test_q(http: httpx.AsyncClient):
    for m,p,kw in [("GET","/",{}),("GET","/foo",{}),("GET","/foo",{"headers":{"accept":"text/html","accept-language":"es"}}),("GET","/p/none",{}),("GET","/@none",{}),("GET","/me",{}),("GET","/discover?lang=es",{}),("GET","/sell/demo",{}),("GET","/manifest.webmanifest",{}),("GET","/openapi.json",{}),("HEAD","/",{}),("POST","/",{}),("GET","/media/../../etc/passwd",{}),("GET","/media/%2e%2e/x.mp4",{}),("GET","/v1/products/",{}), ("GET","//",{})]:
        r=await http.request(m,p,**kw)
        print(m,p,r.status_code,r.headers.get("content-type"),len(r.content),r.headers.get("content-encoding"), r.text[:2000] if p=="/discover?lang=es" else r.text[:120])
