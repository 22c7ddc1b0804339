-- PDF through Typst: callouts and pictures are calls of the template's functions, each picture and each
-- formula says what it shows, and tables end with two rows on a page.

local function typst_text(content)
  local options = { wrap_text = "none" }
  return (pandoc.write(pandoc.Pandoc(content), "typst-citations-smart", options):gsub("%s+$", ""))
end

local function typst_string(text)
  return '"' .. text:gsub("\\", "\\\\"):gsub('"', '\\"'):gsub("\n", " ") .. '"'
end

local function typst_image(image)
  local parts = { typst_string(image.src), "alt: " .. typst_string(image.attributes.alt) }
  for _, side in ipairs({ "width", "height" }) do
    local size = image.attributes[side]
    if size then
      local value, unit = size:match("^([%d.]+)(%a*%%?)$")
      if unit == "px" or unit == "" then
        value, unit = tonumber(value) * 0.75, "pt"
      end
      table.insert(parts, side .. ": " .. value .. unit)
    end
  end
  return "image(" .. table.concat(parts, ", ") .. ")"
end

local function typst_figure(figure)
  local picture
  figure:walk({
    Image = function(image)
      picture = picture or image
    end,
  })
  local caption = typst_text({ pandoc.Plain(pandoc.utils.blocks_to_inlines(figure.caption.long)) })
  local raw = "#figure(" .. typst_image(picture) .. ", caption: [" .. caption .. "])"
  if figure.identifier ~= "" then
    raw = raw .. "\n<" .. figure.identifier .. ">"
  end
  return pandoc.RawBlock("typst", raw)
end

-- A figure may float away from the text, so the link to its data goes with it, in its caption.
local function take_data(blocks)
  for index = #blocks, 2, -1 do
    local figure, words = blocks[index - 1], blocks[index]
    local link = words.t == "Para" and words.content[1]
    if figure.t == "Figure" and link and link.t == "Link" and link.target:match("^data/") then
      local caption = pandoc.utils.blocks_to_inlines(figure.caption.long)
      caption:insert(pandoc.Space())
      caption:extend(words.content)
      figure.caption.long = { pandoc.Plain(caption) }
      blocks:remove(index)
    end
  end
  return blocks
end

-- Tables ---------------------------------------------------------------------------------------

local function spans_rows(rows)
  return rows:find_if(function(row)
    return row.cells:find_if(function(cell)
      return cell.row_span > 1
    end) ~= nil
  end) ~= nil
end

-- Typst keeps the rows of a footer together, and knows no other rows that it keeps so. This one is not
-- repeated and has no line above it, as a footer of the author's has.
local function keep_last_two(table)
  local rows = table.bodies[#table.bodies].body
  if #table.foot.rows > 0 or #rows < 4 or spans_rows(rows) then
    return false
  end
  table.foot.rows = { rows[#rows - 1], rows[#rows] }
  rows:remove()
  rows:remove()
  table.bodies[#table.bodies].body = rows
  return true
end

local function typst_table(table)
  local kept = keep_last_two(table)
  local source = typst_text({ table })
  -- Pandoc centres every table; a narrow one reads better under its caption.
  source = source:gsub("align%(center%)%[#table%(", "align(start)[#table(", 1)
  if kept then
    source = source:gsub("^(.*)table%.hline%(%),%s+table%.footer%(", "%1table.footer(repeat: false, ")
  end
  return pandoc.RawBlock("typst", source)
end

-- Callouts -------------------------------------------------------------------------------------

local function callout(div)
  if not div.classes:includes("callout") then
    return nil
  end
  local kind
  for _, class in ipairs(div.classes) do
    kind = kind or class:match("^callout%-(%a+)$")
  end
  local title = typst_text({ div.content:remove(1) })
  local blocks = pandoc.Blocks({
    pandoc.RawBlock("typst", '#callout("' .. kind .. '", [' .. title .. "])["),
  })
  blocks:extend(div.content)
  blocks:insert(pandoc.RawBlock("typst", "]"))
  return blocks
end

-- An entry of the references stays on one page.
local function entry(div)
  if div.classes:includes("csl-entry") then
    local blocks = pandoc.Blocks({ pandoc.RawBlock("typst", "#block(breakable: false)[") })
    blocks:extend(div.content)
    blocks:insert(pandoc.RawBlock("typst", "] <" .. div.identifier .. ">"))
    return blocks
  end
end

-- Formulas -------------------------------------------------------------------------------------

-- [$x$]{alt="x"} says how to read a formula; without it the source is what a reader hears.
local function typst_formula(math, alt)
  local source = typst_text({ pandoc.Plain({ math }) })
  local block = math.mathtype == "DisplayMath" and "true" or "false"
  local raw = "#math.equation(block: " .. block .. ", alt: " .. typst_string(alt) .. ", "
  return pandoc.RawInline("typst", raw .. source .. ")")
end

local formulas = {
  traverse = "topdown",
  Span = function(span)
    local alt = span.attributes.alt
    if alt then
      span = span:walk({
        Math = function(math)
          return typst_formula(math, alt)
        end,
      })
      span.attributes.alt = nil
      return span, false
    end
  end,
  Math = function(math)
    return typst_formula(math, math.text)
  end,
}

function Pandoc(doc)
  if FORMULAS then
    doc = doc:walk(formulas)
  end
  doc = doc:walk({ Blocks = take_data })
  doc = doc:walk({
    Figure = typst_figure,
    Div = function(div)
      return callout(div) or entry(div)
    end,
  })
  -- Pandoc calls the functions of inlines first, so that tables hold no pictures any more.
  return doc:walk({
    Image = function(image)
      return pandoc.RawInline("typst", "#box(" .. typst_image(image) .. ")")
    end,
    Table = typst_table,
  })
end
