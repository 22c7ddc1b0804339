-- What every table needs: headers that say what they head, long names that may be broken, and
-- the places where a number is used on a line of their own.
-- Needs nothing but Pandoc, so Quarto can list it under `filters:` as well.

local html = FORMAT:match("html") ~= nil
local typst = FORMAT:match("typst") ~= nil
-- Names shorter than this fit into any column.
local SHORT = 16

local function mark(cells, scope)
  for _, cell in ipairs(cells) do
    cell.attributes.scope = scope
  end
end

local function headers(table)
  if #table.colspecs < 2 then
    return
  end
  for _, body in ipairs(table.bodies) do
    body.row_head_columns = 1
    if html then
      for _, row in ipairs(body.body) do
        -- A cell that spans rows leaves the next row without a first cell of its own.
        if #row.cells == #table.colspecs then
          mark({ row.cells[1] }, "row")
        end
      end
    end
  end
  if html then
    for _, row in ipairs(table.head.rows) do
      mark(row.cells, "col")
    end
  end
end

-- In a PDF longer words without a hyphen would run into the next column.
local LONG = 20

-- Let a long name such as `share.2018-19.green` be broken after a point or a low line; Word breaks
-- such a name by itself.
local function breakable(str)
  if #str.text < SHORT or not str.text:match("%w[._]%w") then
    return nil
  end
  local gap = html and pandoc.RawInline("html", "<wbr>")
    or pandoc.RawInline("typst", "#box()") -- a line may end at it, and it leaves no character
  local parts = pandoc.Inlines({})
  local start = 1
  local function piece(last)
    local text = str.text:sub(start, last)
    while typst and #text > LONG and text:match("^%w+%.?$") do
      parts:insert(pandoc.Str(text:sub(1, SHORT)))
      parts:insert(gap)
      text = text:sub(SHORT + 1)
    end
    parts:insert(pandoc.Str(text))
    start = last + 1
  end
  for place in str.text:gmatch("%w[._]()%w") do
    piece(place - 1)
    parts:insert(gap)
  end
  piece(#str.text)
  return parts
end

local function on_its_own_line(inlines)
  for index = 2, #inlines do
    local one = inlines[index]
    if one.t == "Span" and one.classes:includes("used") and inlines[index - 1].t == "Space" then
      inlines[index - 1] = pandoc.LineBreak()
    end
  end
  return inlines
end

function Table(table)
  headers(table)
  table = table:walk({ Inlines = on_its_own_line })
  if html or typst then
    table = table:walk({ Str = breakable })
  end
  return table
end
