-- Pages: callouts are notes, tables and charts scroll where they do not fit, and headings begin
-- one level lower, since the title of a page is its only heading of the first level.

local WORDS = { fig = "Figure", tbl = "Table" }

local function callout(div)
  if div.classes:includes("callout") then
    local title = div.content[1]
    div.content[1] = pandoc.Div({ title }, { class = "callout-title" })
    div.attributes.role = "note"
    div.attributes["aria-label"] = title.content[1].content[1].text:gsub(":$", "")
    return div
  end
end

-- A chart is scrolled on a narrow screen rather than made too small to read.
local function html_figure(figure)
  local words = pandoc.utils.blocks_to_inlines(figure.caption.long)
  local named = WORDS[figure.identifier:match("^%a+")] and pandoc.utils.stringify(words[1]):gsub(":$", "")
  figure.content = {
    pandoc.Div(figure.content, pandoc.Attr("", { "scroll" }, {
      { "tabindex", "0" },
      { "role", "region" },
      { "aria-label", named or "Figure" },
    })),
  }
  return figure
end

local tables = 0

local function html_table(tbl)
  tables = tables + 1
  local id = tbl.identifier
  local words = pandoc.utils.blocks_to_inlines(tbl.caption.long)
  tbl.identifier = ""
  tbl.caption.long = {}
  if #words == 0 then
    return pandoc.Div({ tbl }, pandoc.Attr(id, { "scroll" }, {
      { "tabindex", "0" },
      { "role", "region" },
      { "aria-label", "Table" },
    }))
  end
  local name = id ~= "" and id .. "-caption" or "table-caption-" .. tables
  tbl.attributes["aria-labelledby"] = name
  local open = id ~= "" and '<figure class="table" id="' .. id .. '">' or '<figure class="table">'
  return {
    pandoc.RawBlock("html", open .. '<figcaption id="' .. name .. '">'),
    pandoc.Plain(words),
    pandoc.RawBlock("html", "</figcaption>"),
    pandoc.Div({ tbl }, pandoc.Attr("", { "scroll" }, {
      { "tabindex", "0" },
      { "role", "region" },
      { "aria-labelledby", name },
    })),
    pandoc.RawBlock("html", "</figure>"),
  }
end

local function shift(header)
  header.level = header.level + 1
  return header
end

-- The words for a formula are for those who hear a PDF; a page has its MathML.
local function without_alt(span)
  span.attributes.alt = nil
  return span
end

function Pandoc(doc)
  if FORMULAS then
    doc = doc:walk({ Span = without_alt })
  end
  return doc:walk({
    Div = callout,
    Table = html_table,
    Figure = html_figure,
    Header = shift,
  })
end
