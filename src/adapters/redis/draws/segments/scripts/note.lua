--[[
Notes in a segment what the root knows to be won, so that draws need not ask for what is sold out.

KEYS[1]  book   of the segment; see ../scripts/includes/book.lua
KEYS[2]  units  see includes/units.lua

ARGV[1]  the highest step of the units that was acknowledged to the caller
ARGV[2]  the epoch of the caller
ARGV[3]  prize id
ARGV[4]  awards of it in all segments, and ARGV[5] what all prizes cost together, in whole cents

Returns  an error if it cannot be, else the step
]]
local refused = units_refusal(KEYS[1], KEYS[2], ARGV[1], ARGV[2])
if refused then return refused end
local awarded, spent, step = unpack(redis.call('HMGET', KEYS[2], ARGV[3] .. ':awarded', 'spent', 'step'))
if tonumber(awarded or '0') < tonumber(ARGV[4]) then redis.call('HSET', KEYS[2], ARGV[3] .. ':awarded', ARGV[4]) end
if tonumber(spent or '0') < tonumber(ARGV[5]) then redis.call('HSET', KEYS[2], 'spent', ARGV[5]) end
redis.call('HSET', KEYS[2], ARGV[3] .. ':asking', '0')
return tonumber(step or '0')
