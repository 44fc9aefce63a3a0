--[[
Brings lots that may not have arrived, and gives back all units of these prizes that are not won. While earlier ones are
on their way, those are returned again, and the others stay.

KEYS[1]  book   of the segment; see ../scripts/includes/book.lua
KEYS[2]  units  see includes/units.lua

ARGV[1]  the highest step of the units that was acknowledged to the caller
ARGV[2]  the epoch of the caller
then for each prize: its id, and a lot or empty

Returns  an error if it cannot be, else the step, and for each prize: units received, won, what those cost, how many had
         been given back before, the ranges that leave
]]
local refused = units_refusal(KEYS[1], KEYS[2], ARGV[1], ARGV[2])
if refused then return refused end
local replies = { 0 }
for at = 3, #ARGV, 2 do
  local prize = ARGV[at]
  if ARGV[at + 1] ~= '' and deposit(KEYS[2], prize, ARGV[at + 1]) then
    return gone_back(KEYS[1], nil, tonumber(redis.call('HGET', KEYS[1], 'seq') or '0'))
  end
  local held, received, value, returned, leaving = unpack(redis.call('HMGET', KEYS[2], prize .. ':held',
    prize .. ':received', prize .. ':value', prize .. ':returned', prize .. ':leaving'))
  held, returned, leaving = held or '', tonumber(returned or '0'), leaving or ''
  if leaving == '' and held ~= '' then
    leaving, returned = held, returned + count_of(held)
    redis.call('HSET', KEYS[2], prize .. ':held', '', prize .. ':leaving', leaving, prize .. ':returned', num(returned))
    changed(KEYS[2])
  end
  local burned = redis.call('HGET', KEYS[2], prize .. ':burned') or '0'
  local won = num((redis.call('HGET', KEYS[1], 'won:' .. prize) or '0') + burned)
  for _, each in ipairs({ received or '0', won, value or '0', num(returned - count_of(leaving)), leaving }) do
    replies[#replies + 1] = each
  end
end
replies[1] = tonumber(redis.call('HGET', KEYS[2], 'step') or '0')
return replies
