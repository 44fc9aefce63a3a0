--[[
Returns the current seed, or makes the next one where none is usable.

KEYS[1]  book   see includes/book.lua
KEYS[2]  seeds  hash: last, <no> → secret, <no>:tag, <no>:revealed_at → milliseconds, <tag>:closing → milliseconds

ARGV[1]  the secret of the next seed
ARGV[2]  what that is recognised by
ARGV[3]  'secret' if the seed must not be revealed, else 'any'
ARGV[4]  the highest number that was acknowledged to the caller
ARGV[5]  number and tag of the latest seed that the caller has seen, and its epoch; the number is 0 if it has seen none
ARGV[6]
ARGV[7]

Returns  an error if the record is halted, else: number, secret, revealed_at (nil while it is secret), tag, epoch, since when
         segments are being closed for it (nil: they are not)
]]
local format, seq, halted, epoch = unpack(redis.call('HMGET', KEYS[1], 'format', 'seq', 'halted', 'epoch'))
local refused = refusal(KEYS[1], ARGV[4], format, seq, halted)
if refused then return refused end

local no = tonumber(redis.call('HGET', KEYS[2], 'last') or '0')
local known, known_tag = tonumber(ARGV[5]), ARGV[6]
if known > 0 then
  local other = other_epoch(KEYS[1], seq, halted, epoch, ARGV[7])
  if other and other ~= 'stale' then return other end
  local tag = redis.call('HGET', KEYS[2], ARGV[5] .. ':tag')
  if not other and (no < known or (tag and tag ~= known_tag)) then
    return gone_back(KEYS[1], halted, tonumber(seq or '0'))
  end
end

epoch = epoch or begin(KEYS[1])
local revealed_at = redis.call('HGET', KEYS[2], no .. ':revealed_at')
if no == 0 or (revealed_at and ARGV[3] == 'secret') then
  no = no + 1
  redis.call('HSET', KEYS[2], 'last', no, no, ARGV[1], no .. ':tag', ARGV[2])
  redis.call('HSET', KEYS[1], 'seed', no, 'seed_tag', ARGV[2])
  return { no, ARGV[1], false, ARGV[2], epoch, false }
end
local secret, tag = unpack(redis.call('HMGET', KEYS[2], no, no .. ':tag'))
return { no, secret, revealed_at, tag, epoch, tag and redis.call('HGET', KEYS[2], tag .. ':closing') }
