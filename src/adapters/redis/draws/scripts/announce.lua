--[[
Adds a set of rules.

KEYS[1]  book   see includes/book.lua
KEYS[2]  log    stream: <seq>-0 → e (the entry)
KEYS[3]  rules  hash: <no> → JSON of the set without its text
KEYS[4]  texts  hash: <no> → JSON of the text

ARGV[1]  the highest number that was acknowledged to the caller
ARGV[2]  number of the set
ARGV[3]  JSON of the set without its text
ARGV[4]  JSON of the text
ARGV[5]  the entry

Returns  an error if nothing may be recorded, else the number of the entry; 0 if the set is not the next one: nothing was
         changed
]]
local format, seq, halted, latest = unpack(redis.call('HMGET', KEYS[1], 'format', 'seq', 'halted', 'rules'))
local refused = refusal(KEYS[1], ARGV[1], format, seq, halted)
if refused then return refused end
if tonumber(latest or '0') + 1 ~= tonumber(ARGV[2]) then return 0 end
seq = tonumber(seq or '0') + 1
redis.call('XADD', KEYS[2], seq .. '-0', 'e', ARGV[5])
redis.call('HSET', KEYS[1], 'seq', seq, 'format', FORMAT, 'rules', ARGV[2])
redis.call('HSET', KEYS[3], ARGV[2], ARGV[3])
redis.call('HSET', KEYS[4], ARGV[2], ARGV[4])
return seq
