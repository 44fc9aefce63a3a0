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
