--[[
Opens a segment. One that is open is left as it is.

KEYS[1]  book  of the segment; see ../scripts/includes/book.lua

ARGV[1]  the highest number that was acknowledged to the caller
ARGV[2]  the epoch of the root
ARGV[3]  '1' if it began with an accepted loss, or empty
ARGV[4]  how many segments the activity has
ARGV[5]  '1' if the root still has this epoch since the segment was found to have another one, or empty

Returns  an error if nothing may be recorded, also if the segment still is of another epoch than the root; else 1, or 0 if
         it is of another one
]]
local format, seq, halted, epoch = unpack(redis.call('HMGET', KEYS[1], 'format', 'seq', 'halted', 'epoch'))
local refused = refusal(KEYS[1], ARGV[1], format, seq, halted)
if refused then return refused end
if not epoch then
  redis.call('HSET', KEYS[1], 'epoch', ARGV[2], 'segments', ARGV[4], 'format', FORMAT)
  if ARGV[3] ~= '' then redis.call('HSET', KEYS[1], 'accepted', ARGV[3]) end
  return 1
end
if epoch == ARGV[2] then return 1 end
return ARGV[5] == '1' and gone_back(KEYS[1], halted, tonumber(seq or '0')) or 0
