--[[
Brings a lot to its segment. One that came before changes nothing.

KEYS[1]  book   of the segment; see ../scripts/includes/book.lua
KEYS[2]  units  see includes/units.lua

ARGV[1]  the highest step of the units that was acknowledged to the caller
ARGV[2]  the epoch of the caller
ARGV[3]  prize id
ARGV[4]  lot

Returns  an error if it cannot be, else the step
]]
local refused = units_refusal(KEYS[1], KEYS[2], ARGV[1], ARGV[2])
if refused then return refused end
if deposit(KEYS[2], ARGV[3], ARGV[4]) then
  return gone_back(KEYS[1], nil, tonumber(redis.call('HGET', KEYS[1], 'seq') or '0'))
end
return tonumber(redis.call('HGET', KEYS[2], 'step') or '0')
