--[[
Records draws of one activity. Each draw is recorded completely or not at all.

KEYS[1]   book     hash: seq, seed (the number of the current seed while it is secret), won:<prize_id>
KEYS[2]   log      stream: <seq>-0 → d (JSON of the draw), p (prize id, or empty)
KEYS[3]   rules    hash: <sha256> → text
KEYS[4…]  account  hash, one for each draw: n, day, day_n, wins, r:<request_id>

ARGV  for each draw:
  draw number of the account as it was read
  request id
  number of the seed
  hash of the rules
  text of the rules, or empty if this server should have it
  local day
  number of draws on that day, this one included
  draw id
  JSON of the draw for the log
  number of candidates
  for each candidate: prize id, limit (empty: none), the account's wins as JSON if this prize is won

Returns  for each draw:
  0 conflict: nothing was recorded
  1 the text of the rules is missing: nothing was recorded
  otherwise the id of the prize that was won, or empty
]]
local function commit(account_key, at)
  local n, request, rules, text, day = ARGV[at], ARGV[at + 1], ARGV[at + 3], ARGV[at + 4], ARGV[at + 5]
  local account = redis.call('HMGET', account_key, 'n', 'r:' .. request, 'wins')
  if (account[1] or '0') ~= n or account[2] then return 0 end
  if redis.call('HGET', KEYS[1], 'seed') ~= ARGV[at + 2] then return 0 end
  local text_is_new = redis.call('HEXISTS', KEYS[3], rules) == 0
  if text_is_new and text == '' then return 1 end

  local prize, wins = '', account[3] or '[]'
  local first = at + 10
  for candidate = first, first + 3 * (ARGV[at + 9] - 1), 3 do
    local limit = tonumber(ARGV[candidate + 1])
    if not limit or tonumber(redis.call('HGET', KEYS[1], 'won:' .. ARGV[candidate]) or '0') < limit then
      prize, wins = ARGV[candidate], ARGV[candidate + 2]
      break
    end
  end

  n = n + 1
  local seq = redis.call('HINCRBY', KEYS[1], 'seq', 1)
  if prize ~= '' then redis.call('HINCRBY', KEYS[1], 'won:' .. prize, 1) end
  redis.call('HSET', account_key, 'n', n, 'day', day, 'day_n', ARGV[at + 6], 'wins', wins,
    'r:' .. request, n .. ':' .. ARGV[at + 7] .. ':' .. prize)
  if text_is_new then redis.call('HSET', KEYS[3], rules, text) end
  redis.call('XADD', KEYS[2], seq .. '-0', 'd', ARGV[at + 8], 'p', prize)
  return prize
end

local replies, at = {}, 1
for i = 4, #KEYS do
  replies[i - 3] = commit(KEYS[i], at)
  at = at + 10 + 3 * ARGV[at + 9]
end
return replies
