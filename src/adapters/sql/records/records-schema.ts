import type { Generated } from 'kysely';

/** The tables of the record store; see migrations/ for what each is. Times are milliseconds since the epoch. */
export interface RecordsSchema {
  store: StoreTable;
  leases: LeaseTable;
  archive_cursors: CursorTable;
  relay_status: RelayStatusTable;
  archive_entries: EntryTable;
  archive_rules: RulesTable;
  archive_seeds: SeedTable;
  deliveries: DeliveryTable;
  forms: FormTable;
  codes: CodeTable;
  withdrawn_codes: WithdrawnTable;
  code_pools: PoolTable;
  endpoints: EndpointTable;
  counters: CounterTable;
  releases: ReleaseTable;
  release_changes: ReleaseChangeTable;
  release_counter: ReleaseCounterTable;
  release_findings: ReleaseFindingTable;
  release_pictures: ReleasePictureTable;
  release_approvals: ReleaseApprovalTable;
  release_schedule: ReleaseScheduleTable;
  test_links: TestLinkTable;
  console_drafts: ConsoleDraftTable;
  console_draft_versions: ConsoleDraftVersionTable;
  simulations: SimulationTable;
  operators: OperatorTable;
  operator_links: OperatorLinkTable;
  operator_sessions: OperatorSessionTable;
  sign_in_failures: SignInFailureTable;
  access_tokens: AccessTokenTable;
  trail: TrailTable;
  begun_actions: BegunActionTable;
  visit_times: VisitTimeTable;
  visit_counts: VisitCountTable;
  visit_refusals: VisitRefusalTable;
  visit_sketches: VisitSketchTable;
  visit_writers: VisitWriterTable;
  draw_times: DrawTimeTable;
  draw_totals: DrawTotalTable;
  access_counter: AccessCounterTable;
  session_ends: SessionEndTable;
  blocked_users: BlockedUserTable;
  activity_namespaces: ActivityNamespaceTable;
}

interface StoreTable {
  id: string;
}

interface LeaseTable {
  name: string;
  holder: string;
  fence: number;
  expires_at: number;
}

interface CursorTable {
  activity_id: string;
  log: string;
  seq: number;
  mark: string;
  halted_at: number | null;
  halt_reason: string | null;
}

interface RelayStatusTable {
  one: number;
  behind_since: number | null;
}

interface EntryTable {
  activity_id: string;
  log: string;
  seq: number;
  kind: string;
  at: number;
  uid: string | null;
  day: string | null;
  request_id: string | null;
  draw_id: string | null;
  draw_no: number | null;
  seed_no: number | null;
  rules_no: number | null;
  prize_id: string | null;
  unit: number | null;
  cost: number | null;
  key: string | null;
  chances: number | null;
  inviter: string | null;
  after_seq: number | null;
  hash: string | null;
  release: number | null;
  head: string | null;
}

interface RulesTable {
  activity_id: string;
  no: number;
  hash: string;
  at: number;
  release: number | null;
  head: string;
  salt: string;
  text: string;
  sealed: string;
}

interface SeedTable {
  activity_id: string;
  no: number;
  secret: string;
  revealed_at: number | null;
}

interface DeliveryTable {
  activity_id: string;
  draw_id: string;
  uid: string;
  prize_id: string;
  unit: number;
  method: string;
  endpoint: string | null;
  state: string;
  name: string;
  image: string | null;
  claim: string | null;
  claim_url: string | null;
  value: string | null;
  won_at: number;
  until: number | null;
  fields: string | null;
  changed_at: number;
  attempts: number;
  due_at: number | null;
  lease_until: number | null;
  fence: number;
  last_error: string | null;
  place: string | null;
  redeem_id: string | null;
}

interface FormTable {
  activity_id: string;
  draw_id: string;
  form: string;
  received_at: number;
  changed_at: number;
}

interface CodeTable {
  activity_id: string;
  prize_id: string;
  unit: number;
  code: string;
  digest: string;
  draw_id: string | null;
}

interface WithdrawnTable {
  activity_id: string;
  prize_id: string;
  digest: string;
}

interface PoolTable {
  activity_id: string;
  prize_id: string;
  size: number;
}

interface EndpointTable {
  name: string;
  stopped_at: number;
  reason: string;
}

interface CounterTable {
  activity_id: string;
  pin: string;
  changed_at: number;
}

interface ReleaseTable {
  activity_id: string;
  no: number;
  hash: string;
  content: string;
  text: string;
  pictures: string;
  at: number;
  author: string;
  note: string;
}

interface ReleaseChangeTable {
  version: number;
  activity_id: string;
  action: string;
  at: number;
  in_force_at: number;
  author: string;
  note: string;
  no: number;
  candidate: string | null;
  paused: number;
  removed: number;
  managed_by: string;
  draft: string | null;
}

interface ReleaseCounterTable {
  one: number;
  version: number;
  findings: number;
}

interface ReleaseFindingTable {
  activity_id: string;
  path: string;
  problems: string;
}

interface ReleasePictureTable {
  hash: string;
  bytes: Uint8Array;
}

interface ReleaseApprovalTable {
  activity_id: string;
  content: string;
  approver: string;
  at: number;
}

interface ReleaseScheduleTable {
  id: string;
  activity_id: string;
  due_at: number;
  beside_no: number;
  hash: string;
  content: string;
  text: string;
  pictures: string;
  author: string;
  note: string;
  outcome: string | null;
  closed_at: number | null;
}

export interface OperatorTable {
  id: string;
  name: string;
  key: string;
  role: string;
  state: string;
  via: string;
  password: string | null;
  issuer: string | null;
  subject: string | null;
  created_at: number;
  last_sign_in_at: number | null;
  version: number;
}

export interface OperatorLinkTable {
  of: string;
  digest: string;
  kind: string;
  created_at: number;
  expires_at: number;
}

export interface OperatorSessionTable {
  digest: string;
  id: string;
  operator_id: string;
  via: string;
  started_at: number;
  last_used_at: number;
  expires_at: number;
  address: string;
  user_agent: string;
}

interface SignInFailureTable {
  key: string;
  failures: number;
  last_at: number;
}

export interface AccessTokenTable {
  id: string;
  digest: string;
  name: string;
  scopes: string;
  created_at: number;
  created_by: string;
  created_by_name: string;
  expires_at: number | null;
  last_used_at: number | null;
  revoked_at: number | null;
}

export interface TrailTable {
  seq: Generated<number>;
  id: string;
  at: number;
  operator_id: string | null;
  operator_name: string;
  via: string;
  address: string;
  action: string;
  activity_id: string | null;
  target: string | null;
  reason: string;
  was: string | null;
  became: string | null;
}

export interface BegunActionTable {
  id: string;
  at: number;
  noted_at: number;
  operator_id: string | null;
  operator_name: string;
  via: string;
  address: string;
  activity_id: string | null;
  route: string;
}

interface ConsoleDraftTable {
  activity_id: string;
  version: number;
  text: string | null;
  pictures: string;
  base: string;
  starts_paused: number;
  author: string;
  at: number;
}

interface ConsoleDraftVersionTable {
  activity_id: string;
  version: number;
  text: string;
  pictures: string;
}

interface SimulationTable {
  id: string;
  activity_id: string;
  content: string;
  order_json: string;
  state: string;
  failure: string | null;
  report: string | null;
  author: string;
  at: number;
  progress: number;
  seen_at: number;
}

interface VisitTimeTable {
  activity_id: string;
  step: number;
  at: number;
  visits: number;
  visitors: number;
}

interface VisitCountTable {
  activity_id: string;
  hour: number;
  zone: string;
  channel: string;
  visits: number;
  draws: number;
  wins: number;
}

interface VisitRefusalTable {
  activity_id: string;
  hour: number;
  code: string;
  count: number;
}

interface VisitSketchTable {
  activity_id: string;
  kind: string;
  name: string;
  registers: string;
  visitors: number;
  changed_at: number;
}

interface VisitWriterTable {
  writer: string;
  no: number;
  at: number;
}

interface DrawTimeTable {
  activity_id: string;
  step: number;
  at: number;
  draws: number;
  drawers: number;
  wins: number;
  spent: number;
  earned: number;
}

interface DrawTotalTable {
  activity_id: string;
  prize_id: string;
  draws: number;
  drawers: number;
  spent: number;
  earned: number;
}

interface TestLinkTable {
  id: string;
  digest: string;
  activity_id: string;
  text: string;
  pictures: string;
  author: string;
  at: number;
  expires_at: number;
  revoked_at: number | null;
}

interface AccessCounterTable {
  one: number;
  last: number;
  swept_up_to: number;
}

interface SessionEndTable {
  kind: string;
  value: string;
  no: number;
  issued_up_to: number;
}

interface BlockedUserTable {
  uid: string;
  reason: string;
  by_name: string;
  at: number;
  no: number;
  is_blocked: number;
}

interface ActivityNamespaceTable {
  activity_id: string;
  namespace: string;
  at: number;
  no: number;
}
