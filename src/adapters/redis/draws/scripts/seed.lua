--[[
Returns the current seed, or makes the next one where none is usable.

KEYS[1]  book   hash: seed (the number of the current seed while it is secret)
KEYS[2]  seeds  hash: last, <no> → secret, <no>:revealed_at → milliseconds

ARGV[1]  the secret of the next seed
ARGV[2]  'secret' if the seed must not be revealed, else 'any'

Returns  number, secret, revealed_at (nil while it is secret)
]]
local no = tonumber(redis.call('HGET', KEYS[2], 'last') or '0')
local revealed_at = redis.call('HGET', KEYS[2], no .. ':revealed_at')
if no == 0 or (revealed_at and ARGV[2] == 'secret') then
  no = no + 1
  redis.call('HSET', KEYS[2], 'last', no, no, ARGV[1])
  redis.call('HSET', KEYS[1], 'seed', no)
  return { no, ARGV[1], false }
end
return { no, redis.call('HGET', KEYS[2], no), revealed_at }
