--[[
Grants units of a prize to a segment that has none, or says why not.

KEYS[1]  book   of the root; see ../scripts/includes/book.lua
KEYS[2]  stock  see includes/stock.lua

ARGV[1]  the highest step of the stock that was acknowledged to the caller
ARGV[2]  the epoch of the caller
ARGV[3]  segment, and ARGV[4] how many segments there are
ARGV[5]  prize id
ARGV[6]  units that the segment has received, ARGV[7] won, and ARGV[8] what those cost
ARGV[9]  limit (empty: none)
ARGV[10]  cost in whole cents, and ARGV[11] budget (empty: none)

Returns  an error if nothing may be granted, else the step, and
  'lot', lot           granted now, or before and not known to have arrived
  'sold_out', awarded, spent
  'recall', and for each segment and prize of which units may be held: segment, prize id, lot that may not have arrived
  'wait', milliseconds
  'stale'              the segment has changed since
]]
local MOST_CENTS = 9007199254740991
local LARGEST_LOT = 64
local RECALL_PAUSE_MS = 100

local refused = units_refusal(KEYS[1], KEYS[2], ARGV[1], ARGV[2])
if refused then return refused end
local stock = open_stock(KEYS[2], ARGV[5], ARGV[3])
local received, won, won_value = tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])
if received > stock.granted then
  return gone_back(KEYS[1], nil, tonumber(redis.call('HGET', KEYS[1], 'seq') or '0'))
end
local limit, cost = tonumber(ARGV[9]), tonumber(ARGV[10])
local budget = tonumber(ARGV[11]) or MOST_CENTS
local is_news = report(stock, received, won, won_value)

local function reply(...)
  if is_news then save_stock(KEYS[2], stock) end
  return { stock.step, ... }
end

if stock.lot ~= '' and stock.granted > stock.received then return reply('lot', stock.lot) end
if received < stock.received then return reply('stale') end
local is_barred = cost > 0 and stock.spent + cost > budget
if is_barred or (limit and stock.won >= limit) then return reply('sold_out', num(stock.won), num(stock.spent)) end

local by_limit = limit and limit - stock.out or math.huge
local by_budget = cost == 0 and math.huge or math.max(0, math.floor((budget - stock.committed) / cost))

local function holders(for_limit, for_budget)
  local found, all = {}, redis.call('HGETALL', KEYS[2])
  for i = 1, #all, 2 do
    local prize, segment = all[i]:match('^s:(.*):(%d+)$')
    if prize then
      local granted, returned, value, arrived, reported, reported_value, lot =
        all[i + 1]:match('^(%d+) (%d+) (%d+) (%d+) (%d+) (%d+) (.*)$')
      local is_wanted = for_limit and prize == stock.prize_id and granted - returned - reported > 0
      if is_wanted or (for_budget and tonumber(value) > tonumber(reported_value)) then
        found[#found + 1] = tonumber(segment)
        found[#found + 1] = prize
        found[#found + 1] = tonumber(granted) > tonumber(arrived) and lot or ''
      end
    end
  end
  return found
end

if by_limit < 1 or by_budget < 1 then
  local now = now_ms()
  if now < stock.recall_from and stock.recall_from <= now + RECALL_PAUSE_MS then
    return reply('wait', stock.recall_from - now)
  end
  stock.recall_from, is_news = now + RECALL_PAUSE_MS, true
  -- Saved first: what the asking segment reported counts.
  local recall = reply('recall')
  for _, each in ipairs(holders(by_limit < 1, by_budget < 1)) do recall[#recall + 1] = each end
  return recall
end

local function size_of(left)
  return math.min(left, math.max(1, math.min(LARGEST_LOT, math.floor(left / (2 * ARGV[4])))))
end
local size = math.min(size_of(by_limit), size_of(by_budget))
local taken, left, fresh = take_lowest(stock.free, size, limit or math.huge)
if fresh > 0 then taken = union(taken, num(stock.next) .. '-' .. num(stock.next + fresh - 1)) end
stock.lot = table.concat({ num(stock.granted), num(cost), num(cost == 0 and 0 or budget), taken }, ' ')
stock.next, stock.free, stock.out = stock.next + fresh, left, stock.out + size
stock.granted, stock.value, stock.committed = stock.granted + size, stock.value + size * cost, stock.committed + size * cost
is_news = true
return reply('lot', stock.lot)
