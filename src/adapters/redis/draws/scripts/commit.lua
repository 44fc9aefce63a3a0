--[[
Records draws of one activity. Each draw is recorded completely or not at all: the entry of the log is its first write,
and the only one that Redis may refuse.

KEYS[1]   book   see includes/book.lua
KEYS[2]   log    stream: <seq>-0 → e (the entry)
KEYS[3…]  three for each draw:
  account        see includes/account.lua
  older          hash of older request ids: r:<request>
  wins           list: <draw id>:<prize id>:<unit>:<time>, oldest first, without the first one

ARGV[1]   the highest number that was acknowledged to the caller
ARGV[2]   what the caller recognises the seed of these draws by, or empty
ARGV[3]   the epoch in which these draws were decided
ARGV[4]   a JSON array of texts:
  number of prizes
  the ids of the prizes
  then for each draw:
    state and numbers of wins of the account on which the decision is based
    digest of the request id
    number of the seed
    state after the draw
    milliseconds since the epoch, if the account has 100 draws; else empty
    time, draw id, middle part and uid for the entry
    budget in whole cents (empty: none)
    number of candidates
    for each candidate: number of the prize, limit (empty: none), cost in whole cents; state and numbers of wins after it

Returns  an error if nothing may be recorded, else for each draw:
  {'conflict', account} with the account as includes/account.lua returns it: nothing was recorded
  'stale' the seed is not the current secret, or a loss was accepted since: nothing was recorded
  seq                        nothing was won
  {'won', seq, prize, unit}
  or an error
]]
local MOST_CENTS = 9007199254740991

local FIXED = 7

local fields, prizes = { 'format', 'seq', 'halted', 'seed', 'seed_tag', 'epoch', 'spent' }, tonumber(args[1])
for i = 1, prizes do fields[FIXED + i] = 'won:' .. args[1 + i] end
local book = redis.call('HMGET', KEYS[1], unpack(fields))
local format, seq, halted, seed, tag, epoch, spent = unpack(book, 1, FIXED)
local refused = refusal(KEYS[1], ARGV[1], format, seq, halted)
if refused then return refused end

local other = other_epoch(KEYS[1], seq, halted, epoch, ARGV[3])
if other == 'stale' then
  seed = nil
elseif other then
  return other
elseif tag and ARGV[2] ~= '' and tag ~= ARGV[2] and seed == args[2 + prizes + 3] then
  -- Another seed has the number of the one that the caller knows.
  return gone_back(KEYS[1], halted, tonumber(seq or '0'))
end

seq, spent = tonumber(seq or '0'), tonumber(spent or '0')
local awarded, changed = {}, {}
for i = 1, prizes do awarded[i] = tonumber(book[FIXED + i] or '0') end

-- The position of the first candidate that is available, as `isAvailable` of the domain has it.
local function first_available(at)
  local budget = tonumber(args[at + 10]) or MOST_CENTS
  for candidate = at + 12, at + 12 + 5 * (args[at + 11] - 1), 5 do
    local limit, cost = tonumber(args[candidate + 1]), tonumber(args[candidate + 2])
    local is_limited = limit and awarded[tonumber(args[candidate])] >= limit
    if not is_limited and spent + cost <= (cost == 0 and MOST_CENTS or budget) then return candidate end
  end
end

local function commit(key, at)
  local account_key, older_key, wins_key = KEYS[key], KEYS[key + 1], KEYS[key + 2]
  local request, state, now = 'r:' .. args[at + 2], args[at + 4], args[at + 5]
  if args[at + 3] ~= seed then return 'stale' end
  local refused, since = conflict(account_key, older_key, wins_key, KEYS[2], at)
  if refused then return refused end

  local won, prize, unit, cost = first_available(at), '', '', ''
  local index = won and tonumber(args[won])
  if won then
    prize, unit, cost, state = args[1 + index], awarded[index] + 1, args[won + 2], args[won + 3]
  end
  local draw = { 'd' .. args[at + 6], args[at + 7], args[at + 8], prize, unit, cost, args[at + 9] }
  local added = redis.pcall('XADD', KEYS[2], (seq + 1) .. '-0', 'e', table.concat(draw, ','))
  if added.err then return { refused = added } end
  -- What the book gets, before anything else: a unit that is in the log is nobody else's, whatever fails now.
  seq = seq + 1
  if won then awarded[index], changed[index], spent = unit, true, spent + cost end
  if now ~= '' then turn_over(account_key, older_key, since, now) end
  if not won then
    redis.call('HSET', account_key, 's', state, request, seq)
    return seq
  end
  local win = args[at + 7] .. ':' .. prize .. ':' .. unit .. ':' .. args[at + 6]
  add_win(account_key, wins_key, args[at + 1], state, args[won + 4], request, seq, win)
  return { 'won', seq, prize, unit }
end

local replies, before, at = {}, seq, 2 + prizes
for key = 3, #KEYS, 3 do
  local reply = committed(commit, key, at)
  -- A Redis that refuses to write says so to its client, which then looks for another master.
  if type(reply) == 'table' and reply.refused and seq == before then return reply.refused end
  replies[#replies + 1] = type(reply) == 'table' and reply.refused or reply
  at = at + 12 + 5 * args[at + 11]
end
if seq > before then
  local values = { 'seq', seq, 'spent', string.format('%.0f', spent) }
  if not format then values[#values + 1], values[#values + 2] = 'format', FORMAT end
  for index in pairs(changed) do
    values[#values + 1] = fields[FIXED + index]
    values[#values + 1] = awarded[index]
  end
  redis.call('HSET', KEYS[1], unpack(values))
end
return replies
