--[[
Books draws of one activity, each or nothing of it.

KEYS[1]   book     hash: seq, seed (the number of the current seed while it is secret), won:<prize_id>
KEYS[2]   log      stream: <seq>-0 → d (JSON of the draw), p (prize id, or empty)
KEYS[3]   rules    hash: <sha256> → text
KEYS[4…]  account  hash, one for each draw: n, day, day_n, wins, r:<request_id>

ARGV  for each draw:
  draw number of the account as it was read
  request id
  number of the seed
  hash of the rules
  text of the rules, or empty if it should be known here
  local day
  draws on that day, with this one
  id of the draw
  JSON of the draw for the log
  number of wishes
  three for each wish: prize id, limit (empty: none), the account's wins as JSON if it is won

Returns  for each draw:
  0 stale: nothing was booked
  1 the text of the rules is wanted: nothing was booked
  otherwise the id of the prize won, empty for none
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
  for wish = first, first + 3 * (ARGV[at + 9] - 1), 3 do
    local limit = tonumber(ARGV[wish + 1])
    if not limit or tonumber(redis.call('HGET', KEYS[1], 'won:' .. ARGV[wish]) or '0') < limit then
      prize, wins = ARGV[wish], ARGV[wish + 2]
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
