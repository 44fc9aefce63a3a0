--[[
Records draws in one segment of an activity. What ../scripts/commit.lua says goes for this one, but for these: a prize is
available while the segment holds a unit of it; where it holds none, and the prize may not be sold out, nothing is
recorded; and a seed may be used until the segment is closed for it.

KEYS[1]   book   of the segment; see ../scripts/includes/book.lua; closed: the number of the latest seed that is closed
KEYS[2]   log    stream: <seq>-0 → e (the entry)
KEYS[3]   units  see includes/units.lua
KEYS[4…]  account, older and wins for each draw

ARGV[1]   the highest number of an entry that was acknowledged to the caller
ARGV[2]   the highest step of the units that was
ARGV[3]   the epoch in which these draws were decided
ARGV[4]   as that of commit.lua

Returns  an error if nothing may be recorded, else for each draw what commit.lua returns, or
  {'dry', candidate (from 0), units received, won, what those cost, for how many milliseconds another caller may be
    asking the root (0: this one should ask)}: nothing was recorded
]]
local MOST_CENTS = 9007199254740991

-- As long as it takes to ask the root on a busy day. Who ends meanwhile keeps others waiting for so long.
local ASKING_MS = 20

local FIXED = 6

local fields, marks = { 'format', 'seq', 'halted', 'closed', 'spent', 'epoch' }, { 'step', 'spent' }
local prizes = tonumber(args[1])
for i = 1, prizes do
  local prize = args[1 + i]
  fields[FIXED + i] = 'won:' .. prize
  marks[#marks + 1] = prize .. ':held'
  marks[#marks + 1] = prize .. ':awarded'
end
local book = redis.call('HMGET', KEYS[1], unpack(fields))
local format, seq, halted, closed, spent, epoch = unpack(book, 1, FIXED)
local refused = refusal(KEYS[1], ARGV[1], format, seq, halted)
if refused then return refused end
local other = other_epoch(KEYS[1], seq, halted, epoch, ARGV[3])
if other == 'stale' then
  closed = math.huge
elseif other then
  return other
end
local units = redis.call('HMGET', KEYS[3], unpack(marks))
if tonumber(units[1] or '0') < tonumber(ARGV[2]) then return units_refusal(KEYS[1], KEYS[3], ARGV[2], ARGV[3]) end

seq, spent, closed = tonumber(seq or '0'), tonumber(spent or '0'), tonumber(closed or '0')
local spent_in_all = tonumber(units[2] or '0')
local won, held, awarded, changed = {}, {}, {}, {}
for i = 1, prizes do
  won[i], held[i] = tonumber(book[FIXED + i] or '0'), units[1 + 2 * i] or ''
  awarded[i] = tonumber(units[2 + 2 * i] or '0')
end

-- The first unit that the limit and the budget allow, what it costs, and the ranges without it; nil if there is none.
local function take(ranges, limit, budget)
  local at = 1
  while at <= #ranges do
    local first, last, from, to, cost, granted = ranges:find('(%d+)%-(%d+):(%d+):(%d+),?', at)
    from, to = tonumber(from), tonumber(to)
    if (not limit or from <= limit) and (not budget or tonumber(granted) <= budget) then
      local rest = ranges:sub(last + 1)
      if from < to then
        local left = num(from + 1) .. '-' .. num(to) .. ':' .. cost .. ':' .. granted
        rest = rest == '' and left or left .. ',' .. rest
      end
      local before = ranges:sub(1, first - 1)
      if rest == '' then before = before:gsub(',$', '') end
      return from, cost, before .. rest
    end
    at = last + 1
  end
end

-- The position of the first candidate that is available, the unit, its cost, and the ranges that are left of its prize.
-- Only the position: the segment has no unit, and others may have. Nothing: none is available.
local function first_available(at)
  local budget = tonumber(args[at + 10])
  for candidate = at + 12, at + 12 + 5 * (args[at + 11] - 1), 5 do
    local index, limit = tonumber(args[candidate]), tonumber(args[candidate + 1])
    local unit, unit_cost, left = take(held[index], limit, budget)
    if unit then return candidate, unit, unit_cost, left end
    local cost = tonumber(args[candidate + 2])
    local is_barred = spent_in_all + cost > (cost == 0 and MOST_CENTS or budget or MOST_CENTS)
    if not (limit and awarded[index] >= limit) and not is_barred then return candidate end
  end
end

-- For how long another caller may be asking for units of a prize; 0 if none is, and then this one is. An error where Redis
-- refuses to write that.
local function asked_by_another(prize)
  local now = now_ms()
  local till = tonumber(redis.call('HGET', KEYS[3], prize .. ':asking') or '0')
  if till > now and till <= now + ASKING_MS then return till - now end
  local noted = redis.pcall('HSET', KEYS[3], prize .. ':asking', num(now + ASKING_MS))
  return type(noted) == 'table' and noted or 0
end

local asking = {}

local function commit(key, at)
  local account_key, older_key, wins_key = KEYS[key], KEYS[key + 1], KEYS[key + 2]
  local request, state, now = 'r:' .. args[at + 2], args[at + 4], args[at + 5]
  if tonumber(args[at + 3]) <= closed then return 'stale' end
  local refused, since = conflict(account_key, older_key, wins_key, KEYS[2], at)
  if refused then return refused end

  local candidate, unit, cost, left = first_available(at)
  local index = candidate and tonumber(args[candidate])
  if candidate and not unit then
    local prize = args[1 + index]
    local received, value, burned =
      unpack(redis.call('HMGET', KEYS[3], prize .. ':received', prize .. ':value', prize .. ':burned'))
    value = changed[index] and changed[index].value or value or '0'
    local asked = asking[index] or asked_by_another(prize)
    if type(asked) == 'table' then return { refused = asked } end
    asking[index] = asked
    return { 'dry', (candidate - at - 12) / 5, received or '0', num(won[index] + (burned or '0')), value, asking[index] }
  end
  local prize, value = '', nil
  if candidate then
    prize, unit, state = args[1 + index], num(unit), args[candidate + 3]
    value = num((changed[index] and changed[index].value or redis.call('HGET', KEYS[3], prize .. ':value') or '0') + cost)
  end
  local draw = { 'd' .. args[at + 6], args[at + 7], args[at + 8], prize, unit or '', cost or '', args[at + 9] }
  local added = redis.pcall('XADD', KEYS[2], (seq + 1) .. '-0', 'e', table.concat(draw, ','))
  if added.err then return { refused = added } end
  -- What book and units get, before anything else: a unit that is in the log is nobody else's, whatever fails now.
  seq = seq + 1
  if candidate then
    changed[index], won[index], held[index], spent = { value = value }, won[index] + 1, left, spent + cost
  end
  if now ~= '' then turn_over(account_key, older_key, since, now) end
  if not candidate then
    redis.call('HSET', account_key, 's', state, request, seq)
    return seq
  end
  local win = args[at + 7] .. ':' .. prize .. ':' .. unit .. ':' .. args[at + 6]
  add_win(account_key, wins_key, args[at + 1], state, args[candidate + 4], request, seq, win)
  return { 'won', seq, prize, tonumber(unit) }
end

local replies, before, at = {}, seq, 2 + prizes
for key = 4, #KEYS, 3 do
  local reply = committed(commit, key, at)
  -- A Redis that refuses to write says so to its client, which then looks for another master.
  if type(reply) == 'table' and reply.refused and seq == before then return reply.refused end
  replies[#replies + 1] = type(reply) == 'table' and reply.refused or reply
  at = at + 12 + 5 * args[at + 11]
end
if seq > before then
  local values = { 'seq', seq, 'spent', num(spent) }
  local left = {}
  for index, each in pairs(changed) do
    local prize = args[1 + index]
    values[#values + 1], values[#values + 2] = 'won:' .. prize, won[index]
    left[#left + 1], left[#left + 2] = prize .. ':held', held[index]
    left[#left + 1], left[#left + 2] = prize .. ':value', each.value
  end
  redis.call('HSET', KEYS[1], unpack(values))
  if #left > 0 then redis.call('HSET', KEYS[3], unpack(left)) end
end
return replies
