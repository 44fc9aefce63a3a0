--[[
Halts a part of a record because it has gone back, or another part has.

KEYS[1]  book   of the part; see ../scripts/includes/book.lua
KEYS[2]  units  or the stock; see includes/units.lua and includes/stock.lua

ARGV[1]  the highest number that was acknowledged to the caller
ARGV[2]  the highest step of the units or the stock that was
ARGV[3]  the epoch of the caller; 0: it knows none; empty: it is to be halted whatever epoch this is
ARGV[4]  how many segments the activity has; empty in a segment that has lost that

Returns  1; 0 if the loss was accepted since, and this part goes on
]]
local seq, halted, epoch, accepted, seen_epoch =
  unpack(redis.call('HMGET', KEYS[1], 'seq', 'halted', 'epoch', 'accepted', 'seen_epoch'))
if ARGV[3] ~= '' then
  if accepted and not halted and tonumber(epoch or '0') > tonumber(ARGV[3]) then return 0 end
  if tonumber(ARGV[3]) > tonumber(seen_epoch or '0') then redis.call('HSET', KEYS[1], 'seen_epoch', ARGV[3]) end
end
seq = tonumber(seq or '0')
local is_behind = tonumber(redis.call('HGET', KEYS[2], 'step') or '0') < tonumber(ARGV[2])
-- It counts from there on after the loss is accepted.
if is_behind then redis.call('HSET', KEYS[2], 'step', ARGV[2]) end
if ARGV[4] ~= '' then redis.call('HSETNX', KEYS[1], 'segments', ARGV[4]) end
if is_behind or seq < tonumber(ARGV[1]) then
  gone_back(KEYS[1], halted, math.max(seq, tonumber(ARGV[1])))
elseif not halted then
  redis.call('HSET', KEYS[1], 'halted', '-1')
end
return 1
