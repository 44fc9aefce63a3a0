--[[
Forgets units that were given back and have arrived at the root. Others that leave by now stay noted.

KEYS[1]  book   of the segment; see ../scripts/includes/book.lua
KEYS[2]  units  see includes/units.lua

ARGV[1]  the highest step of the units that was acknowledged to the caller
ARGV[2]  the epoch of the caller
then for each prize: its id, and how many units had been given back with those that arrived

Returns  an error if it cannot be, else the step
]]
local refused = units_refusal(KEYS[1], KEYS[2], ARGV[1], ARGV[2])
if refused then return refused end
for at = 3, #ARGV, 2 do
  local prize = ARGV[at]
  local returned, leaving = unpack(redis.call('HMGET', KEYS[2], prize .. ':returned', prize .. ':leaving'))
  if leaving and leaving ~= '' and returned == ARGV[at + 1] then
    redis.call('HSET', KEYS[2], prize .. ':leaving', '')
    changed(KEYS[2])
  end
end
return tonumber(redis.call('HGET', KEYS[2], 'step') or '0')
