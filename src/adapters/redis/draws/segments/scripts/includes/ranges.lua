--[[
Units as text: ranges with commas between them, `1-62,70-71`; in a segment each with the cost of a unit and the budget at
its grant, `1-62:500:100000`. A lot is `<base> <cost> <budget> <ranges>`.
]]
local function num(n) return string.format('%.0f', n) end

local function count_of(ranges)
  local count = 0
  for from, to in ranges:gmatch('(%d+)%-(%d+)') do count = count + to - from + 1 end
  return count
end

-- All units of both, in ascending order; neighbours become one range. What comes after a range's numbers is left out.
local function union(one, other)
  local all, merged = {}, {}
  for from, to in (one .. ',' .. other):gmatch('(%d+)%-(%d+)') do all[#all + 1] = { tonumber(from), tonumber(to) } end
  table.sort(all, function(a, b) return a[1] < b[1] end)
  for _, range in ipairs(all) do
    local last = merged[#merged]
    if last and last[2] + 1 == range[1] then last[2] = range[2] else merged[#merged + 1] = range end
  end
  for i, range in ipairs(merged) do merged[i] = num(range[1]) .. '-' .. num(range[2]) end
  return table.concat(merged, ',')
end

-- Takes the lowest units up to `up_to`, at most `count`. Returns those taken, those left, and how many are still missing.
local function take_lowest(free, count, up_to)
  local taken, left = {}, {}
  for from, to in free:gmatch('(%d+)%-(%d+)') do
    from, to = tonumber(from), tonumber(to)
    local last = math.min(to, up_to, from + count - 1)
    if last >= from then
      taken[#taken + 1] = num(from) .. '-' .. num(last)
      count = count - (last - from + 1)
      from = last + 1
    end
    if from <= to then left[#left + 1] = num(from) .. '-' .. num(to) end
  end
  return table.concat(taken, ','), table.concat(left, ','), count
end
