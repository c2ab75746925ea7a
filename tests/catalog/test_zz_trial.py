import time
from collections import Counter
from pathlib import Path
from vitrina import catalog
from vitrina.catalog import store
from vitrina.catalog.engine import importing
async def test_trial(app):
    spent=Counter()
    class Timed:
        def __getattr__(self,name):
            f=getattr(store,name)
            async def run(*a,**k):
                t=time.perf_counter()
                try: return await f(*a,**k)
                finally: spent[name]+=time.perf_counter()-t
            return run
    importing.store=Timed()
    shop = await catalog.open_shop(app, slug="s", name="S", country="US")
    for name in ("/tmp/50k.csv","/tmp/50k.csv","/tmp/50kb.csv"):
        spent.clear()
        t=time.perf_counter(); c=time.process_time()
        r = await catalog.import_catalog(app, shop.id, Path(name))
        print(time.perf_counter()-t, time.process_time()-c, r.text("en"))
        for n,s in spent.most_common(): print(f"   {n} {s:.2f}")
