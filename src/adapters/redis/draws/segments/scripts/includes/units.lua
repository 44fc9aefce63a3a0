--[[
The units in a segment: a hash with
  step               how often units came or went
  spent              at least so much is spent in all segments, in whole cents
and for each prize
  <prize>:held       ranges
  <prize>:received   units that came in all
  <prize>:value      what those won cost together; how many are won stands in the book
  <prize>:returned   units given back in all; <prize>:leaving: those of them that are not known to have arrived
  <prize>:awarded    at least so many are won in all segments
  <prize>:asking     till when a caller may be asking the root for some, in milliseconds since the epoch
  <prize>:top        the highest number that came in
  <prize>:burned     units that are neither won nor there since a loss was accepted; the root counts them as won
What it does is what domain/draws/segments/segment-stock.ts does.
]]
local function changed(units_key) return redis.call('HINCRBY', units_key, 'step', 1) end

-- A lot arrives. One that arrived before changes nothing. Returns whether an earlier one is missing.
local function deposit(units_key, prize, lot)
  local base, cost, budget, ranges = lot:match('^(%d+) (%d+) (%d+) (%S+)$')
  local received, held, top =
    unpack(redis.call('HMGET', units_key, prize .. ':received', prize .. ':held', prize .. ':top'))
  received, base = tonumber(received or '0'), tonumber(base)
  if received < base then return true end
  if received > base then return false end
  local terms = ':' .. cost .. ':' .. budget
  local arrived = ranges:gsub('%d+%-%d+', function(range) return range .. terms end)
  if held and held ~= '' then arrived = held .. ',' .. arrived end
  local highest = math.max(tonumber(top or '0'), tonumber(ranges:match('(%d+)$')))
  redis.call('HSET', units_key, prize .. ':received', num(received + count_of(ranges)), prize .. ':held', arrived,
    prize .. ':top', num(highest), prize .. ':asking', '0')
  changed(units_key)
  return false
end
