--[[
An account: a hash with
  s               the packed state; missing: no account
  c               the packed numbers of wins; missing: none
  w               the first win, as the list of wins has those after it: most winners win once, and a list takes 240 bytes
  r:<request>     by the digest of a request id: the number of the draw's entry in the log
  g               since when these request ids are collected, from the 100th draw on

Returns  s, c, the latest 50 wins, the number and the text of the entry of the draw with this request id; nil for what
         there is not
]]
local LATEST = 50

local function latest_wins(first, wins_key)
  local wins = redis.call('LRANGE', wins_key, -LATEST, -1)
  if first and #wins < LATEST then table.insert(wins, 1, first) end
  return wins
end

local function read_account(account_key, older_key, wins_key, log_key, request)
  local account = redis.call('HMGET', account_key, 's', 'c', 'w', 'r:' .. request)
  local wins = account[2] and latest_wins(account[3], wins_key) or {}
  local seq = request ~= '' and (account[4] or redis.call('HGET', older_key, 'r:' .. request))
  local entry = seq and redis.call('XRANGE', log_key, seq .. '-0', seq .. '-0')[1]
  return { account[1], account[2], wins, seq, entry and entry[2][2] or false }
end
