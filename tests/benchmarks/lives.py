"""The life of a site: one exchange or attempt after the other, without end."""

from collections.abc import Iterator

from tests.benchmarks.charon import LIFETIME, Job, Site
from tests.benchmarks.exchanges import healthy
from tests.benchmarks.faults import FAULTS

PAUSE = 300.0  # seconds between the exchanges of a healthy site, on average
RETRY = 114.0  # seconds between the attempts of a faulty one


def life(site: Site) -> Iterator[Job]:
    """All jobs of a site, without end; a healthy one's log begins while its tunnel is up."""
    rnd = site.rnd
    if site.fault is None:
        site.new_sa()
        site.new_child()
        site.mine, site.theirs = rnd.randrange(2, 400), rnd.randrange(0, 400)
        site.lifetime, site.age = LIFETIME, rnd.random() * LIFETIME
    pause = rnd.random() * PAUSE
    while True:
        jobs = healthy(site) if site.fault is None else FAULTS[site.fault].attempt(site)
        for first, (wait, lines) in enumerate(jobs):
            yield wait + pause if first == 0 else wait, lines
            site.written()
            pause = 0.0
        pause = rnd.expovariate(1 / (PAUSE if site.fault is None else RETRY))
        site.age += pause
