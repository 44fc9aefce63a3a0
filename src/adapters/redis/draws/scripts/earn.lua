--[[
Adds chances to an account.

KEYS[1]  book     see includes/book.lua
KEYS[2]  log      stream: <seq>-0 → e (the entry)
KEYS[3]  account  see includes/account.lua
KEYS[4]  older    hash of older request ids
KEYS[5]  wins     list
KEYS[6]  earned   set of the keys of grants and invitations

ARGV[1]  the highest number that was acknowledged to the caller
ARGV[2]  state of the account on which the decision is based
ARGV[3]  state after it
ARGV[4]  the entry
ARGV[5]  the key to remember; empty where the state of the account bounds such earnings
ARGV[6]  the epoch in which it was decided

Returns  an error if nothing may be recorded, else:
  seq
  'stale' a loss was accepted since: nothing was changed
  'known' the key is recorded already: nothing was changed
  {'conflict', account} as scripts/commit.lua
]]
local format, seq, halted, epoch = unpack(redis.call('HMGET', KEYS[1], 'format', 'seq', 'halted', 'epoch'))
local refused = refusal(KEYS[1], ARGV[1], format, seq, halted)
if refused then return refused end
local other = other_epoch(KEYS[1], seq, halted, epoch, ARGV[6])
if other then return other end
if ARGV[5] ~= '' and redis.call('SISMEMBER', KEYS[6], ARGV[5]) == 1 then return 'known' end
if (redis.call('HGET', KEYS[3], 's') or '') ~= ARGV[2] then
  return { 'conflict', read_account(KEYS[3], KEYS[4], KEYS[5], KEYS[2], '') }
end
seq = tonumber(seq or '0') + 1
redis.call('XADD', KEYS[2], seq .. '-0', 'e', ARGV[4])
redis.call('HSET', KEYS[1], 'seq', seq)
redis.call('HSET', KEYS[3], 's', ARGV[3])
if ARGV[5] ~= '' then redis.call('SADD', KEYS[6], ARGV[5]) end
return seq
