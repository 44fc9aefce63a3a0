--[[
Takes units that left segments. Those that came before change nothing.

KEYS[1]  book   of the root; see ../scripts/includes/book.lua
KEYS[2]  stock  see includes/stock.lua

ARGV[1]  the highest step of the stock that was acknowledged to the caller
ARGV[2]  the epoch of the caller
then for each segment and prize:
  segment, prize id
  units that the segment has received, won, and what those cost
  how many it had given back before
  the ranges, or empty

Returns  an error if one of them cannot be, else the step
]]
local refused = units_refusal(KEYS[1], KEYS[2], ARGV[1], ARGV[2])
if refused then return refused end
for at = 3, #ARGV, 7 do
  local stock = open_stock(KEYS[2], ARGV[at + 1], ARGV[at])
  local received, base, ranges = tonumber(ARGV[at + 2]), tonumber(ARGV[at + 5]), ARGV[at + 6]
  if received > stock.granted or base > stock.returned then
    return gone_back(KEYS[1], nil, tonumber(redis.call('HGET', KEYS[1], 'seq') or '0'))
  end
  local is_news = report(stock, received, tonumber(ARGV[at + 3]), tonumber(ARGV[at + 4]))
  if base == stock.returned and ranges ~= '' then
    local count, value = 0, 0
    for from, to, cost in ranges:gmatch('(%d+)%-(%d+):(%d+)') do
      count = count + to - from + 1
      value = value + (to - from + 1) * cost
    end
    stock.free = union(stock.free, ranges)
    stock.out, stock.returned = stock.out - count, stock.returned + count
    stock.value, stock.committed = stock.value - value, stock.committed - value
    is_news = true
  end
  if is_news then save_stock(KEYS[2], stock) end
end
return tonumber(redis.call('HGET', KEYS[2], 'step') or '0')
