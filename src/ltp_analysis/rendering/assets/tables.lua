-- What every table needs: headers that say what they head; in Word, letters as small as in the PDF, and
-- rows that stay together if they are few.
-- Needs nothing but Pandoc, so Quarto can list it under `filters:` as well.

local html = FORMAT:match("html") ~= nil
local docx = FORMAT:match("docx") ~= nil

-- A table of so many rows fits on a page.
local FEW = 8

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

local function dress(row, style)
  for _, cell in ipairs(row.cells) do
    local blocks = pandoc.Blocks({})
    for _, block in ipairs(cell.contents) do
      blocks:insert(block.t == "Plain" and pandoc.Para(block.content) or block)
    end
    cell.contents = { pandoc.Div(blocks, { ["custom-style"] = style }) }
  end
end

-- What stays with the next row stays with all to come; the last stays with nothing. Of many rows the
-- header stays with two, and the last two stay together, so that no page has a single one.
local function styles(table)
  local rows = table.head.rows:clone()
  for _, body in ipairs(table.bodies) do
    rows:extend(body.body)
  end
  for place, row in ipairs(rows) do
    local at_an_end = place <= 2 or place == #rows - 1
    local kept = place < #rows and (#rows <= FEW or at_an_end)
    dress(row, kept and "Table Text Kept" or "Table Text")
  end
end

function Table(table)
  headers(table)
  if docx then
    styles(table)
  end
  return table
end
