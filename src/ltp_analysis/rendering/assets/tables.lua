-- What every table needs: headers that say what they head.
-- Needs nothing but Pandoc, so Quarto can list it under `filters:` as well.

local html = FORMAT:match("html") ~= nil

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

function Table(table)
  headers(table)
  return table
end
