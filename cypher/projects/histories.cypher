// What is known as of the day of the projects of these accounts: begun or planned by the horizon, of which types, who took part, opportunities, refused proposals; and with what are they compared?
// One query, so that it is one round trip.
RETURN
  COLLECT {
    UNWIND $account_ids AS account_id
    MATCH (a:Account {id: account_id})
    WHERE $reach IS NULL OR a.id IN $reach
    RETURN {
      account_id: a.id,
      projects: COLLECT {
        MATCH (a)-[:RUNS]->(project:Project)
        WHERE NOT (coalesce(project.outcome, '') = 'cancelled' AND coalesce(project.endedOn, $as_of) <= $as_of)
          // What began between the day and today was still to come then, and nothing says whether it was known.
          AND (project.startedOn <= $as_of OR project.startedOn > $today AND project.startedOn <= $horizon)
        RETURN {
          id: project.id, account_id: a.id, name: project.name,
          project_type_id: head(COLLECT { MATCH (project)-[:OF_TYPE]->(t:ProjectType) RETURN t.id }),
          started_on: project.startedOn, ended_on: project.endedOn,
          budget: project.budget, currency: coalesce(project.currency, a.currency),
          no_contact_from: project.noContactFrom, no_contact_to: project.noContactTo,
          // Before a project ended, it had not gone to anybody.
          vendor: head(COLLECT {
            MATCH (project)-[:WENT_TO]->(v:Vendor)
            WHERE project.endedOn IS NULL OR project.endedOn <= $as_of
            RETURN {id: v.id, name: v.name, is_us: v.isUs}
          }),
          decided: EXISTS {
            MATCH (o:Opportunity)-[:AIMS_AT]->(project)
            WHERE (o)-[:AT]->(a) AND o.outcome IN ['won', 'lost'] AND o.closedOn <= $as_of
          } OR coalesce(project.outcome, '') IN ['won', 'lost'] AND coalesce(project.endedOn, $as_of) <= $as_of,
          // What we sold to it.
          sold: COLLECT {
            MATCH (o:Opportunity {outcome: 'won'})-[:AIMS_AT]->(project)
            WHERE (o)-[:AT]->(a) AND o.amount IS NOT NULL AND o.closedOn <= $as_of
            RETURN {amount: o.amount, currency: coalesce(o.currency, a.currency)}
          },
          // A part in it is the account's own; of those who have left, the last place of work there.
          participants: COLLECT {
            MATCH (project)<-[r:PARTICIPATES_IN]-(p:Person)-[:KEY_PERSON_OF]->(a)
            WITH r, p, head(COLLECT {
              MATCH (p)-[w:WORKS_IN]->(place)
              WHERE w.from IS NULL OR w.from <= $as_of
              RETURN {title: w.title, to: w.to, department_id: CASE WHEN place:Department THEN place.id END}
              ORDER BY coalesce(w.from, date('0001-01-01')) DESC, place.name, place.id
            }) AS work
            RETURN {
              person_id: p.id, name: p.name, buying_role: r.buyingRole, veto: r.veto, approve: r.approve,
              title: work.title, department_id: work.department_id, works_to: work.to
            }
          }
        }
      },
      types: COLLECT {
        MATCH (a)-[:RUNS]->(:Project)-[:OF_TYPE]->(t:ProjectType)
        WITH DISTINCT t
        RETURN {
          id: t.id, name: t.name,
          offerings: COLLECT { MATCH (o:Offering)-[:FITS]->(t) RETURN {id: o.id, name: o.name} ORDER BY o.name, o.id }
        }
      },
      // Open on the day, or won or lost by then.
      chances: COLLECT {
        MATCH (a)<-[:AT]-(o:Opportunity)
        WHERE (o.openedOn IS NULL OR o.openedOn <= $as_of)
          AND (o.outcome IS NULL OR o.outcome IN ['won', 'lost'] OR o.closedOn > $as_of)
        OPTIONAL MATCH (o)-[:AIMS_AT]->(project:Project)<-[:RUNS]-(a)
        RETURN {
          id: o.id, account_id: a.id, name: o.name, origin: o.origin, amount: o.amount,
          currency: coalesce(o.currency, a.currency), probability: o.probability, opened_on: o.openedOn,
          expected_on: o.closedOn, outcome: CASE WHEN coalesce(o.closedOn, $as_of) <= $as_of THEN o.outcome END,
          project_type_id: coalesce(
            head(COLLECT { MATCH (o)-[:OF_TYPE]->(t:ProjectType) RETURN t.id }),
            head(COLLECT { MATCH (project)-[:OF_TYPE]->(t:ProjectType) RETURN t.id })
          ),
          project_id: project.id
        }
      },
      // Why, and by whom, is for the account's team.
      refusals: COLLECT {
        MATCH (a)<-[:AT]-(r:Refusal)-[:OF_TYPE]->(t:ProjectType)
        WHERE r.refusedOn <= $as_of
        WITH a, r, t, $team IS NULL OR a.id IN $team AS ours
        RETURN {
          id: r.id, account_id: a.id, project_type_id: t.id, after: r.after, project_id: r.projectId, until: r.until,
          reason: CASE WHEN ours THEN r.reason END, refused_on: r.refusedOn,
          user: head(COLLECT { MATCH (u:User)-[:REFUSED]->(r) WHERE ours RETURN {id: u.id, name: u.name} })
        }
      }
    }
  } AS accounts,
  // What they are compared with: types that our offerings fit, and what an administrator had fitted over all accounts by the day.
  COLLECT {
    MATCH (t:ProjectType)
    WHERE EXISTS { (:Offering)-[:FITS]->(t) }
    RETURN {
      id: t.id, name: t.name,
      offerings: COLLECT { MATCH (o:Offering)-[:FITS]->(t) RETURN {id: o.id, name: o.name} ORDER BY o.name, o.id }
    }
  } AS types,
  COUNT { (:ProjectType) } AS type_count,
  COLLECT { MATCH (g:PooledGaps) WHERE g.fittedOn <= $as_of RETURN {id: g.id, days: g.days, count: g.count} } AS pooled,
  head(COLLECT { MATCH (c:Calibration) WHERE c.fittedOn <= $as_of RETURN c.fitted }) AS calibration
