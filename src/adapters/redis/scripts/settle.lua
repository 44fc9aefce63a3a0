--[[
Books one draw, or nothing.

KEYS[1]  book     hash: seq, seed (the number of the current seed while it is secret), won:<prize_id>
KEYS[2]  account  hash: n, day, day_n, wins, r:<request_id>
KEYS[3]  log      stream: <seq>-0 → d (JSON of the draw), p (prize id, or empty)
KEYS[4]  rules    hash: <sha256> → text

ARGV[1]  draw number of the account as it was read
ARGV[2]  request id
ARGV[3]  number of the seed
ARGV[4]  hash of the rules
ARGV[5]  text of the rules, or empty if it should be known here
ARGV[6]  local day
ARGV[7]  draws on that day, with this one
ARGV[8]  id of the draw
ARGV[9]  JSON of the draw for the log
ARGV[10…] three for each wish: prize id, limit (empty: none), the account's wins as JSON if it is won

Returns  0 stale: nothing was booked
         1 the text of the rules is wanted: nothing was booked
         otherwise the id of the prize won, empty for none
]]
local account = redis.call('HMGET', KEYS[2], 'n', 'r:' .. ARGV[2], 'wins')
if (account[1] or '0') ~= ARGV[1] or account[2] then return 0 end
if redis.call('HGET', KEYS[1], 'seed') ~= ARGV[3] then return 0 end
local text_is_new = redis.call('HEXISTS', KEYS[4], ARGV[4]) == 0
if text_is_new and ARGV[5] == '' then return 1 end

local prize, wins = '', account[3] or '[]'
for i = 10, #ARGV, 3 do
  local limit = tonumber(ARGV[i + 1])
  if not limit or tonumber(redis.call('HGET', KEYS[1], 'won:' .. ARGV[i]) or '0') < limit then
    prize, wins = ARGV[i], ARGV[i + 2]
    break
  end
end

local n = ARGV[1] + 1
local seq = redis.call('HINCRBY', KEYS[1], 'seq', 1)
if prize ~= '' then redis.call('HINCRBY', KEYS[1], 'won:' .. prize, 1) end
redis.call('HSET', KEYS[2], 'n', n, 'day', ARGV[6], 'day_n', ARGV[7], 'wins', wins,
  'r:' .. ARGV[2], n .. ':' .. ARGV[8] .. ':' .. prize)
if text_is_new then redis.call('HSET', KEYS[4], ARGV[4], ARGV[5]) end
redis.call('XADD', KEYS[3], seq .. '-0', 'd', ARGV[9], 'p', prize)
return prize
