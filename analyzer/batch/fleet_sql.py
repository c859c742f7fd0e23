"""The questions of the fleet report, in SQL over the views of a store.

Named values are the user's filters, and never part of a text. Temporary tables hold what the filters let through:
``some_tunnels``, ``some_findings`` (with a rank, worst first), ``failures`` (failed attempts of a tunnel by bucket of time).
"""

NEWEST = """SELECT max(t) FROM (
  SELECT max(last_time) t FROM findings UNION ALL SELECT max(last_time) FROM tunnels
  UNION ALL SELECT max(last_time) FROM negotiations UNION ALL SELECT max(last_time) FROM inputs)"""

OLDEST = """SELECT min(t) FROM (
  SELECT min(first_time) t FROM some_findings UNION ALL SELECT min(first_time) FROM some_tunnels UNION ALL SELECT min(first_time) FROM failed)"""

RUN = "SELECT run, finished FROM runs ORDER BY run DESC LIMIT 1"

_GATEWAY = "($gateway IS NULL OR lower(coalesce(gateway, '')) GLOB $gateway)"
_SINCE = "($since::TIMESTAMP IS NULL OR last_time >= $since::TIMESTAMP)"
_CAUSE = "($causes::VARCHAR[] IS NULL OR list_contains($causes::VARCHAR[], cause))"

PREPARE = (
    f"""CREATE TEMP TABLE some_tunnels AS SELECT * FROM tunnels WHERE {_GATEWAY} AND {_SINCE}
        QUALIFY row_number() OVER (PARTITION BY stream, tunnel ORDER BY last_time DESC) = 1""",  # noqa: S608 - our own words
    f"""CREATE TEMP TABLE some_findings AS
        SELECT f.*, t.name, t.local, t.remote, coalesce(t.state, 'unknown') AS state,
               f.first_run = $run AND $run > 1 AS new, f.cause = 'life.flapping' AND f.status = 'active' AS flapping,
               row_number() OVER (ORDER BY
                 list_position(['active', 'recovered', 'note'], f.status) NULLS LAST,
                 f.cause = 'log.incomplete',
                 coalesce(list_position(['down', 'degraded', 'phase1', 'unknown', 'closed', 'up'], t.state), 4),
                 list_position(['proven', 'likely', 'possible'], f.confidence) NULLS LAST,
                 f.count DESC NULLS LAST, f.last_time DESC NULLS LAST, f.gateway, f.stream, f.tunnel, f.cause) AS rank
        FROM (SELECT * FROM findings WHERE {_GATEWAY} AND {_SINCE} AND {_CAUSE}) f
        LEFT JOIN (SELECT DISTINCT ON (stream, tunnel) stream, tunnel, name, local, remote, state FROM tunnels) t
          ON f.stream = t.stream AND f.tunnel = t.tunnel""",  # noqa: S608 - our own words
    f"""CREATE TEMP TABLE untimed AS SELECT count(*) AS n FROM findings
        WHERE last_time IS NULL AND $since::TIMESTAMP IS NOT NULL AND {_GATEWAY} AND {_CAUSE}""",  # noqa: S608 - our own words
    f"""CREATE TEMP TABLE failed AS SELECT gateway, stream, tunnel, first_time, last_time FROM negotiations
        WHERE cause IS NOT NULL AND cause <> '' AND {_GATEWAY} AND {_SINCE} AND {_CAUSE}""",  # noqa: S608 - our own words
    f"""CREATE TEMP TABLE some_inputs AS SELECT * FROM inputs WHERE {_GATEWAY}""",  # noqa: S608 - our own words
)

SPAN = "SELECT min(last_time), max(last_time) FROM failed"

# What failed before the first bucket is in no bucket, but in the counts of the findings.
COUNT = (
    """CREATE TEMP TABLE failures AS SELECT gateway, stream, tunnel, date_trunc($unit, last_time) AS bucket, count(*) AS n
       FROM failed WHERE last_time >= $begin::TIMESTAMP GROUP BY ALL""",
)

TOTALS = """SELECT
  (SELECT count(DISTINCT gateway) FROM (SELECT gateway FROM some_tunnels UNION ALL SELECT gateway FROM some_findings
     UNION ALL SELECT gateway FROM some_inputs WHERE events > 0)),
  (SELECT count(DISTINCT gateway) FROM some_findings WHERE status = 'active'),
  t.*, f.*, (SELECT n FROM untimed), i.*
FROM
  (SELECT count(*), count(*) FILTER (state = 'up'), count(*) FILTER (state = 'down'), count(*) FILTER (state = 'degraded'),
          count(*) FILTER (state IS NULL OR state NOT IN ('up', 'down', 'degraded')) FROM some_tunnels) t,
  (SELECT count(*) FILTER (status = 'active'), count(*) FILTER (status = 'recovered'), count(*) FILTER (status = 'note'),
          count(*) FILTER (new AND status = 'active'), count(*) FILTER (new AND status = 'recovered'), count(*) FILTER (flapping)
   FROM some_findings) f,
  (SELECT count(*), count(*) FILTER (problem IS NULL AND duplicate_of IS NULL), count(*) FILTER (problem IS NOT NULL),
          count(*) FILTER (duplicate_of IS NOT NULL), sum(size) FILTER (duplicate_of IS NULL), sum(lines), sum(events), sum(noise), sum(other),
          sum(not_understood)
   FROM some_inputs) i"""

CAUSES = """SELECT cause, any_value(title), count(DISTINCT gateway), count(DISTINCT (stream, tunnel)), sum(count)::BIGINT, count(*) FILTER (new),
       min(first_time), max(last_time)
FROM some_findings WHERE status = 'active' GROUP BY cause ORDER BY cause = 'log.incomplete', 4 DESC, 5 DESC, 1"""


def gateways(limit: int) -> str:
    """Gateways with active findings, worst first; -1 for all."""
    return f"""WITH a AS (
  SELECT gateway, count(*) AS active, count(*) FILTER (new) AS new, list_sort(list(DISTINCT cause)) AS causes, min(first_time) AS first_time,
         max(last_time) AS last_time FROM some_findings WHERE status = 'active' GROUP BY gateway),
 t AS (
  SELECT gateway, count(*) AS tunnels, count(*) FILTER (state = 'down') AS down, count(*) FILTER (state = 'degraded') AS degraded,
         count(*) FILTER (state = 'up') AS up FROM some_tunnels GROUP BY gateway),
 b AS (SELECT gateway, bucket, sum(n)::BIGINT AS n FROM failures GROUP BY ALL),
 n AS (SELECT gateway, sum(n)::BIGINT AS failed, list({{'bucket': bucket, 'n': n}}) AS failures FROM b GROUP BY gateway)
SELECT coalesce(a.gateway, ''), coalesce(tunnels, 0), coalesce(down, 0), coalesce(degraded, 0), coalesce(up, 0), active, new, causes,
       first_time, last_time, failed, failures
FROM a LEFT JOIN t ON a.gateway IS NOT DISTINCT FROM t.gateway LEFT JOIN n ON a.gateway IS NOT DISTINCT FROM n.gateway
ORDER BY down DESC NULLS LAST, degraded DESC NULLS LAST, active DESC, failed DESC NULLS LAST, 1 {_limit(limit)}"""  # noqa: S608 - our own words


def findings(where: str, limit: int) -> str:
    """Findings, worst first; ``where`` is a condition of ours; -1 for all."""
    return f"""WITH n AS (
  SELECT stream, tunnel, list({{'bucket': bucket, 'n': n}}) AS failures FROM failures GROUP BY ALL)
SELECT coalesce(gateway, ''), f.stream, coalesce(f.tunnel, ''), name, local, remote, state, cause, coalesce(title, ''), coalesce(confidence, ''),
       coalesce(status, ''), coalesce(summary, ''), first_time, last_time, coalesce(count, 1), coalesce(new, false), coalesce(flapping, false),
       coalesce(faq, []), alternatives, evidence, failures
FROM (FROM some_findings WHERE {where} ORDER BY rank {_limit(limit)}) f
LEFT JOIN n ON f.stream = n.stream AND f.tunnel IS NOT DISTINCT FROM n.tunnel ORDER BY rank"""  # noqa: S608 - our own words


def inputs(column: str, limit: int) -> str:
    """Inputs that have a value in the column, with it; -1 for all."""
    return f"SELECT input, gateway, {column} FROM some_inputs WHERE {column} IS NOT NULL ORDER BY {column}, input {_limit(limit)}"  # noqa: S608 - ours


def _limit(limit: int) -> str:
    return "" if limit < 0 else f"LIMIT {limit:d}"
