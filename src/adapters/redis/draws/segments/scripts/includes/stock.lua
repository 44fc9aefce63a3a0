--[[
The stock at the root of an activity: a hash with
  step            how often it has changed
  committed       what all units that are out cost, in whole cents; spent: those of them that segments reported as won
  p:<prize>       <next> <out> <won> <recall from> <free ranges>
  s:<prize>:<segment>
                  <granted> <returned> <value> <received> <won> <won value> <latest lot, or nothing>
What it does is what domain/draws/segments/root-stock.ts does.
]]
local function open_stock(key, prize_id, segment)
  local step, committed, spent, prize, supply =
    unpack(redis.call('HMGET', key, 'step', 'committed', 'spent', 'p:' .. prize_id, 's:' .. prize_id .. ':' .. segment))
  local stock = {
    prize_id = prize_id,
    segment = segment,
    step = tonumber(step or '0'),
    committed = tonumber(committed or '0'),
    spent = tonumber(spent or '0'),
    next = 1, out = 0, won = 0, recall_from = 0, free = '',
    granted = 0, returned = 0, value = 0, received = 0, reported = 0, won_value = 0, lot = '',
  }
  if prize then
    local next, out, won, recall_from, free = prize:match('^(%d+) (%d+) (%d+) (%d+) (.*)$')
    stock.next, stock.out, stock.won = tonumber(next), tonumber(out), tonumber(won)
    stock.recall_from, stock.free = tonumber(recall_from), free
  end
  if supply then
    local granted, returned, value, received, reported, won_value, lot =
      supply:match('^(%d+) (%d+) (%d+) (%d+) (%d+) (%d+) (.*)$')
    stock.granted, stock.returned, stock.value = tonumber(granted), tonumber(returned), tonumber(value)
    stock.received, stock.reported, stock.won_value = tonumber(received), tonumber(reported), tonumber(won_value)
    stock.lot = lot
  end
  return stock
end

local function save_stock(key, stock)
  stock.step = stock.step + 1
  local prize = { num(stock.next), num(stock.out), num(stock.won), num(stock.recall_from), stock.free }
  local supply = {
    num(stock.granted), num(stock.returned), num(stock.value),
    num(stock.received), num(stock.reported), num(stock.won_value), stock.lot,
  }
  redis.call('HSET', key, 'step', num(stock.step), 'committed', num(stock.committed), 'spent', num(stock.spent),
    'p:' .. stock.prize_id, table.concat(prize, ' '),
    's:' .. stock.prize_id .. ':' .. stock.segment, table.concat(supply, ' '))
end

-- Reports may come late: only what has grown counts. Returns whether something has.
local function report(stock, received, won, won_value)
  local is_news = received > stock.received or won > stock.reported
  stock.received = math.max(stock.received, received)
  if won > stock.reported then
    stock.won = stock.won + won - stock.reported
    stock.spent = stock.spent + won_value - stock.won_value
    stock.reported, stock.won_value = won, won_value
  end
  return is_news
end
