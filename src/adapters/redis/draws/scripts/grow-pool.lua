--[[
Announces the size of a pool, which never shrinks.

KEYS[1]  pools  hash: prize id → size

ARGV[1]  prize id
ARGV[2]  size
]]
local size = tonumber(redis.call('HGET', KEYS[1], ARGV[1]) or '0')
if tonumber(ARGV[2]) > size then redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) end
return 1
