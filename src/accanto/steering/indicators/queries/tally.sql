-- One day of one measure (and one municipality): what happened to each application, and all that is counted of it.
-- `fact` says the same as `facts()` in facts.py, which opens the rows; tests hold the two together, row by row.
-- Lateral look-ups by unique keys keep it quick whatever the database knows of its tables.
WITH closing AS NOT MATERIALIZED (
  -- The closing that stood on the day, also when it was taken back afterwards: never more than one.
  SELECT pathway_id, kind, closed_on, decided_way FROM assessment_assessment
  WHERE moment = 'entry' AND state = 'closed' AND closed_on <= %(day)s
  UNION ALL
  SELECT assessment.pathway_id, assessment.kind, undone.closed_on, undone.decided_way
  FROM assessment_undoneclosing undone JOIN assessment_assessment assessment ON assessment.id = undone.assessment_id
  WHERE assessment.moment = 'entry' AND undone.closed_on <= %(day)s AND undone.reopened_on > %(day)s
),
fact AS MATERIALIZED (
  SELECT
    application.id,
    municipality.istat_code AS town,
    municipality.name AS town_name,
    COALESCE(application.household_id, care.household_id) AS home,
    COALESCE(application.household_id, care.household_id, application.id) AS household_key,
    told.outcome AS outcome_then,
    COALESCE(told.outcome = 'positive', FALSE) AS positive,
    pathway.id AS pathway,
    pathway.outcome_on AS pathway_outcome_on,
    analysis.closed_on AS analysis_on,
    analysis.decided_way AS way_then,
    framework.closed_on AS framework_on,
    signed.project,
    signed.kind AS project_kind,
    signed.started_on,
    EXISTS (
      SELECT FROM teams_agendaitem item JOIN teams_teammeeting meeting ON meeting.id = item.meeting_id
      WHERE item.pathway_id = pathway.id AND item.state = 'discussed' AND meeting.state = 'held'
        AND item.decided_at < %(end)s
    ) AS in_team
  FROM outcomes_application application
  JOIN places_municipality municipality ON municipality.id = application.municipality_id
  LEFT JOIN cases_case care ON care.id = application.case_id
  LEFT JOIN pathways_pathway pathway ON pathway.source = application.id
  LEFT JOIN closing analysis ON analysis.pathway_id = pathway.id AND analysis.kind = 'section_a'
  LEFT JOIN closing framework ON framework.pathway_id = pathway.id AND framework.kind = 'section_b'
  LEFT JOIN LATERAL (
    SELECT event.outcome FROM outcomes_applicationevent event
    WHERE event.application_id = application.id AND event.known_on <= %(day)s
    ORDER BY event.known_on DESC, event.id DESC LIMIT 1
  ) told ON TRUE
  -- Born from this application, or already running on the day and confirmed for it.
  LEFT JOIN LATERAL (
    SELECT
      (ARRAY_AGG(project.id ORDER BY project.defined_on DESC, project.id))[1] AS project,
      (ARRAY_AGG(project.kind ORDER BY project.defined_on DESC, project.id))[1] AS kind,
      (ARRAY_AGG(project.started_on ORDER BY project.defined_on DESC, project.id)
        FILTER (WHERE project.started_on <= %(day)s))[1] AS started_on
    FROM projects_project project
    LEFT JOIN projects_projectclosure closure ON closure.project_id = project.id
    WHERE project.case_id = application.case_id AND project.defined_on <= %(day)s
      AND (project.pathway_id = pathway.id
        OR project.started_on <= %(day)s AND (closure.project_id IS NULL OR closure.closed_on > %(day)s))
  ) signed ON TRUE
  WHERE application.measure = %(measure)s AND (%(town)s = '' OR municipality.istat_code = %(town)s)
),
-- A household with several applications counts once.
household AS (
  SELECT
    household_key,
    BOOL_OR(positive) AS positive,
    BOOL_OR(positive AND analysis_on IS NOT NULL) AS analysed,
    BOOL_OR(positive AND taken) AS taken,
    BOOL_OR(positive AND taken AND analysis_on IS NOT NULL) AS taken_analysed,
    BOOL_OR(positive AND EXISTS (
      SELECT FROM pathways_servicepact pact WHERE pact.pathway_id = pathway AND pact.signed_on <= %(day)s
    )) AS service_pact,
    BOOL_OR(positive AND started_on IS NOT NULL) AS started,
    BOOL_OR(positive AND started_on IS NOT NULL AND analysis_on IS NOT NULL) AS started_analysed,
    BOOL_OR(framework_on IS NOT NULL) AS framework,
    BOOL_OR(framework_on IS NOT NULL AND EXISTS (
      SELECT FROM projects_support support JOIN catalogue_service service ON service.id = support.service_id
      WHERE support.project_id = project AND service.in_national_plan
    )) AS framework_supported
  FROM (SELECT fact.*, in_team OR COALESCE(project_kind = 'social', FALSE) AS taken FROM fact) each
  GROUP BY household_key
),
-- Who lives there on the day, read once for the two that follow.
member AS MATERIALIZED (
  SELECT each.home, each.analysed, member.relation, member.person_id, person.birth_date, person.died_on
  FROM (
    SELECT home, BOOL_OR(positive AND analysis_on IS NOT NULL) AS analysed FROM fact
    WHERE positive AND analysis_on IS NOT NULL OR way_then = 'complex' GROUP BY home
  ) each
  JOIN households_member member ON member.household_id = each.home
  JOIN persons_person person ON person.id = member.person_id
  WHERE (member.starts_on IS NULL OR member.starts_on <= %(day)s)
    AND (member.ends_on IS NULL OR member.ends_on > %(day)s)
),
-- A complex need, and a child before its second birthday or a pregnancy on the day.
young AS (
  SELECT household_key, BOOL_OR(EXISTS (
    SELECT FROM projects_support support JOIN catalogue_service service ON service.id = support.service_id
    WHERE support.project_id = project AND service.parenting_support
  )) AS supported
  FROM fact
  WHERE way_then = 'complex' AND home IN (
    SELECT member.home FROM member
    WHERE member.birth_date > %(born_after)s AND member.birth_date <= %(day)s OR EXISTS (
      SELECT FROM persons_pregnancy pregnancy
      WHERE pregnancy.person_id = member.person_id AND (pregnancy.ended_on IS NULL OR pregnancy.ended_on > %(day)s)
        AND pregnancy.declared_on <= %(day)s AND pregnancy.expected_on <= %(expected_by)s
        AND pregnancy.expected_on > %(born_after)s
    )
  )
  GROUP BY household_key
),
-- Table 1: living members and their ages on the day.
home AS (
  SELECT
    COUNT(*) AS size,
    COUNT(*) FILTER (WHERE birth_date > %(minor_after)s) AS minors,
    COUNT(*) FILTER (WHERE birth_date > %(minor_after)s AND relation = 'child') > 0
      AND COUNT(*) FILTER (WHERE relation IN ('spouse', 'partner')) = 0 AS lone_parent,
    COUNT(*) FILTER (WHERE birth_date > %(small_after)s AND birth_date <= %(day)s) > 0 AS small_child
  FROM member
  WHERE analysed AND (died_on IS NULL OR died_on > %(day)s)
  GROUP BY home
)
SELECT
  (SELECT JSONB_BUILD_OBJECT(
    'positive', COUNT(*) FILTER (WHERE positive),
    'analysed', COUNT(*) FILTER (WHERE analysed),
    'taken', COUNT(*) FILTER (WHERE taken),
    'taken_analysed', COUNT(*) FILTER (WHERE taken_analysed),
    'service_pact', COUNT(*) FILTER (WHERE service_pact),
    'started', COUNT(*) FILTER (WHERE started),
    'started_analysed', COUNT(*) FILTER (WHERE started_analysed),
    'framework', COUNT(*) FILTER (WHERE framework),
    'framework_supported', COUNT(*) FILTER (WHERE framework_supported),
    'young', (SELECT COUNT(*) FROM young),
    'young_supported', (SELECT COUNT(*) FROM young WHERE supported)
  ) FROM household) AS households,
  (SELECT JSONB_AGG(JSONB_BUILD_ARRAY(town, town_name, outcome_then, number) ORDER BY town, outcome_then)
    FROM (SELECT town, town_name, outcome_then, COUNT(*) AS number FROM fact
      WHERE outcome_then IS NOT NULL GROUP BY town, town_name, outcome_then) cell) AS applications,
  (SELECT JSONB_AGG(JSONB_BUILD_ARRAY(size, minors, lone_parent, small_child, number))
    FROM (SELECT size, minors, lone_parent, small_child, COUNT(*) AS number FROM home
      GROUP BY size, minors, lone_parent, small_child) profile) AS profiles,
  -- Pairs of days, as days since the first of year 1.
  (SELECT JSONB_AGG(JSONB_BUILD_ARRAY(pathway_outcome_on - %(day_zero)s, analysis_on - %(day_zero)s, town))
    FROM fact WHERE analysis_on IS NOT NULL) AS to_analysis,
  (SELECT JSONB_AGG(JSONB_BUILD_ARRAY(analysis_on - %(day_zero)s, framework_on - %(day_zero)s, town))
    FROM fact WHERE analysis_on IS NOT NULL AND framework_on IS NOT NULL) AS to_framework,
  -- A project confirmed for a later application counts once, where it was born.
  (SELECT JSONB_AGG(JSONB_BUILD_ARRAY(
      project.defined_on - %(day_zero)s, project.started_on - %(day_zero)s, municipality.istat_code))
    FROM projects_project project
    JOIN pathways_pathway pathway ON pathway.id = project.pathway_id
    JOIN places_municipality municipality ON municipality.id = pathway.municipality_id
    WHERE pathway.measure = %(measure)s AND (%(town)s = '' OR municipality.istat_code = %(town)s)
      AND project.started_on <= %(day)s AND project.defined_on IS NOT NULL) AS to_start
