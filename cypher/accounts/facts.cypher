// What is known on the day of the accounts asked for and in reach: spend, owners, people, statements, ties, contacts, shared projects, opportunities?
// One query, so that an answer is computed from one state of the graph, and after one round trip. Only the accounts are
// sorted and not what is known of them: everything would have to be there before the first one is sent.
CALL () {
  WITH CASE WHEN $account_ids IS NULL AND $owner IS NULL THEN $reach ELSE $account_ids END AS ids
  UNWIND ids AS id
  MATCH (a:Account {id: id})
  RETURN a
  UNION
  WITH $owner AS owner WHERE $account_ids IS NULL AND owner IS NOT NULL
  MATCH (:User {id: owner})-[:SERVES]->(a:Account)
  RETURN a
  UNION
  WITH $owner AS owner, $of_team AS team WHERE $account_ids IS NULL AND owner IS NULL AND team IS NOT NULL
  MATCH (:Team {name: team})<-[:MEMBER_OF]-(:User)-[:SERVES]->(a:Account)
  RETURN a
  UNION
  WITH $owner AS owner, $of_team AS team
  WHERE $account_ids IS NULL AND owner IS NULL AND team IS NULL AND $reach IS NULL
  MATCH (a:Account)
  RETURN a
}
WITH a
WHERE ($reach IS NULL OR a.id IN $reach)
  AND ($industry IS NULL OR a.industry = $industry)
  AND ($region IS NULL OR a.region = $region)
  AND ($city_tier IS NULL OR a.cityTier = $city_tier)
  AND ($of_team IS NULL OR EXISTS {
    MATCH (:Team {name: $of_team})<-[:MEMBER_OF]-(:User)-[s:SERVES {role: 'owner'}]->(a)
    WHERE (s.from IS NULL OR s.from <= $as_of) AND (s.to IS NULL OR s.to >= $as_of)
  })
  AND ($owner IS NULL OR EXISTS {
    MATCH (:User {id: $owner})-[s:SERVES {role: 'owner'}]->(a)
    WHERE (s.from IS NULL OR s.from <= $as_of) AND (s.to IS NULL OR s.to >= $as_of)
  })
  AND ($after IS NULL OR a.id > $after)
WITH a
ORDER BY a.id
LIMIT $limit
RETURN
  {
    id: a.id, name: a.name, industry: a.industry, region: a.region, city_tier: a.cityTier, currency: a.currency,
    spend: COLLECT {
      MATCH (a)-[:EXPECTS_TO_SPEND]->(s:Spend {fiscalYear: $fiscal_year})
      OPTIONAL MATCH (s)-[:ON]->(t:ProjectType)
      RETURN {amount: s.amount, currency: s.currency, project_type_id: t.id}
    },
    owners: COLLECT {
      MATCH (u:User)-[s:SERVES {role: 'owner'}]->(a)
      WHERE (s.from IS NULL OR s.from <= $as_of) AND (s.to IS NULL OR s.to >= $as_of)
      RETURN DISTINCT {
        id: u.id, name: u.name, currency: u.currency,
        quota: CASE WHEN $users IS NULL OR u.id IN $users THEN u.quota END
      }
    }
  } AS account,
  // Key people who work there on the day; of several places at once, the one begun last.
  COLLECT {
    MATCH (a)<-[:KEY_PERSON_OF]-(p:Person)-[w:WORKS_IN]->(place)
    WHERE (w.from IS NULL OR w.from <= $as_of) AND (w.to IS NULL OR w.to >= $as_of)
    WITH a, p, w, place
    ORDER BY coalesce(w.from, date('0001-01-01')) DESC, place.name, place.id
    WITH a, p, head(collect({work: w, place: place})) AS main
    WITH
      a, p, main.work AS w,
      CASE
        WHEN main.place:Department
          AND coalesce(main.place.from, $as_of) <= $as_of AND coalesce(main.place.to, $as_of) >= $as_of
          THEN main.place
      END AS d
    RETURN {
      account_id: a.id, id: p.id, name: p.name, email: p.email, title: w.title, works_from: w.from, works_to: w.to,
      department_id: d.id, department: d.name,
      veto: coalesce(p.veto, false), approve: coalesce(p.approve, false),
      veto_types: COLLECT { MATCH (p)-[:VETO_LIMITED_TO]->(t) RETURN t.id },
      approve_types: COLLECT { MATCH (p)-[:APPROVAL_LIMITED_TO]->(t) RETURN t.id },
      placeholder: coalesce(p.placeholder, false), outsider: coalesce(p.outsider, false),
      buying_roles: COLLECT {
        MATCH (p)-[r:PARTICIPATES_IN]->(project:Project)
        WHERE r.buyingRole IS NOT NULL
          AND ($reach IS NULL OR EXISTS { MATCH (project)<-[:RUNS]-(at:Account) WHERE at.id IN $reach })
        RETURN DISTINCT r.buyingRole
      },
      no_contact: COLLECT {
        MATCH (p)-[:PARTICIPATES_IN]->(project:Project)
        WHERE coalesce(project.noContactFrom, project.noContactTo) IS NOT NULL
          AND (project.noContactFrom IS NULL OR project.noContactFrom <= $as_of)
          AND coalesce(project.noContactTo, project.endedOn, $as_of) >= $as_of
          AND ($reach IS NULL OR EXISTS { MATCH (project)<-[:RUNS]-(at:Account) WHERE at.id IN $reach })
        RETURN {name: project.name, no_contact_to: project.noContactTo} ORDER BY project.noContactTo, project.name
      }
    }
    ORDER BY p.name, w.title, p.id
  } AS people,
  // By the day and as known at the moment; also about people who have left. Where the derived links to the latest
  // statements hold and suffice, the others are not even looked at.
  COLLECT {
    MATCH (a)<-[:KEY_PERSON_OF]-(p:Person)
    CALL (p) {
      WITH p, COUNT { (p)<-[:ABOUT]-() } AS count
      WHERE NOT $every_statement AND $known_at IS NULL AND p.statementsCounted = count
        AND p.latestObservedOn <= $as_of AND p.latestRecordedAt <= datetime()
      MATCH (p)<-[:LATEST_ABOUT]-(s:Assessment)
      RETURN s
      UNION ALL
      WITH p, COUNT { (p)<-[:ABOUT]-() } AS count
      WHERE $every_statement OR $known_at IS NOT NULL OR coalesce(p.statementsCounted, -1) <> count
        OR NOT coalesce(p.latestObservedOn <= $as_of AND p.latestRecordedAt <= datetime(), false)
      MATCH (p)<-[:ABOUT]-(s:Assessment)
      RETURN s
    }
    WITH p, s
    WHERE s.observedOn <= $as_of
      AND s.recordedAt <= coalesce($known_at, datetime())
      AND (s.withdrawnAt IS NULL OR s.withdrawnAt > coalesce($known_at, datetime()))
      AND NOT EXISTS {
        MATCH (s)<-[:SUPERSEDES]-(later:Assessment)
        WHERE later.recordedAt <= coalesce($known_at, datetime())
          AND (later.withdrawnAt IS NULL OR later.withdrawnAt > coalesce($known_at, datetime()))
      }
    OPTIONAL MATCH (u:User)-[:STATED]->(s)
    OPTIONAL MATCH (s)-[:TOWARDS]->(v:Vendor)
    WHERE NOT v.isUs
    RETURN {
      person_id: p.id, user_id: u.id, vendor_id: v.id, age_days: duration.inDays(s.observedOn, $as_of).days,
      closeness: s.closeness, solution_acceptance: s.solutionAcceptance, price_acceptance: s.priceAcceptance,
      confidence: s.confidence, source: s.source
    }
  } AS statements,
  COLLECT {
    MATCH (a)<-[:KEY_PERSON_OF]-(p:Person)-[r:INFLUENCES|CONFLICTS_WITH|KNOWS|REPORTS_TO]->(other:Person)
    WHERE EXISTS { (other)-[:KEY_PERSON_OF]->(a) }
    RETURN {account_id: a.id, from_id: p.id, to_id: other.id, kind: type(r), strength: r.strength}
  } AS ties,
  // Who of ours knows, or has met by the day, whom; and each time they met.
  COLLECT {
    MATCH (a)<-[:KEY_PERSON_OF]-(p:Person)
    CALL (p) {
      MATCH (u:User)-[k:KNOWS]->(p)
      RETURN u, true AS acquainted, k.strength AS strength, NULL AS interaction
      UNION ALL
      MATCH (u:User)-[:TOOK_PART_IN]->(i:Interaction)<-[:TOOK_PART_IN]-(p)
      WHERE date(i.at) <= $as_of
        // A contact that also others took part in is seen where they all are.
        AND ($reach IS NULL OR NOT EXISTS {
          MATCH (i)<-[:TOOK_PART_IN]-(:Person)-[:KEY_PERSON_OF]->(at:Account) WHERE NOT at.id IN $reach
        })
      RETURN
        u, false AS acquainted, NULL AS strength,
        {
          age_days: duration.inDays(date(i.at), $as_of).days, channel: i.channel,
          participants: COUNT { (i)<-[:TOOK_PART_IN]-() }
        } AS interaction
    }
    WITH
      p, u, max(acquainted) AS acquainted, max(strength) AS strength, collect(interaction) AS interactions
    RETURN {
      person_id: p.id, user_id: u.id, user_name: u.name, strength: strength, acquainted: acquainted,
      interactions: interactions
    }
  } AS contacts,
  // Who took part in the same project, not too long ago.
  COLLECT {
    MATCH (a)-[:RUNS]->(project:Project)
    WHERE project.startedOn >= $projects_since AND project.startedOn <= $as_of
    WITH
      a, project,
      COLLECT { MATCH (a)<-[:KEY_PERSON_OF]-(p:Person)-[:PARTICIPATES_IN]->(project) RETURN DISTINCT p.id } AS ids
    WHERE size(ids) > 1
    RETURN {
      name: project.name, person_ids: ids,
      age_days: duration.inDays(
        CASE WHEN project.endedOn <= $as_of THEN project.endedOn ELSE project.startedOn END, $as_of
      ).days
    }
  } AS shared_projects,
  // Open on the day and expected by the horizon; the committee are the participants of the opportunity's project.
  COLLECT {
    MATCH (a)<-[:AT]-(o:Opportunity)
    WHERE (o.openedOn IS NULL OR o.openedOn <= $as_of)
      AND (o.closedOn IS NULL OR o.closedOn <= $horizon)
      AND (o.outcome IS NULL OR o.closedOn > $as_of)
    OPTIONAL MATCH (o)-[:AIMS_AT]->(project:Project)<-[:RUNS]-(a)
    OPTIONAL MATCH (o)-[:OF_TYPE]->(stated:ProjectType)
    OPTIONAL MATCH (project)-[:OF_TYPE]->(implied:ProjectType)
    RETURN {
      account_id: a.id, id: o.id, name: o.name, amount: o.amount, currency: o.currency, probability: o.probability,
      expected_on: o.closedOn, project_type_id: coalesce(stated.id, implied.id), starts_on: project.startedOn,
      ends_on: project.endedOn, no_contact_from: project.noContactFrom, no_contact_to: project.noContactTo,
      committee: COLLECT {
        MATCH (a)<-[:KEY_PERSON_OF]-(p:Person)-[r:PARTICIPATES_IN]->(project)
        RETURN {
          person_id: p.id, buying_roles: CASE WHEN r.buyingRole IS NULL THEN [] ELSE [r.buyingRole] END,
          veto: r.veto, approve: r.approve
        }
      }
    }
    ORDER BY o.name, o.id
  } AS opportunities
