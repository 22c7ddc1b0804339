-- Numbers headings, figures and tables, resolves cross-references and citations, and writes
-- callouts, figures and tables the way each format needs. What a document may hold was checked
-- before, in check.py; here everything is taken to be sound.

local WORDS = { fig = "Figure", tbl = "Table", sec = "Section" }
local CALLOUTS =
  { note = "Note", tip = "Tip", important = "Important", warning = "Warning", caution = "Caution" }
local NBSP = "\u{a0}"
-- Word runs two tables together unless a paragraph stands between them.
local GAP = '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="160" w:lineRule="exact"/>'
  .. "</w:pPr></w:p>"

local html = FORMAT:match("html") ~= nil
local docx = FORMAT:match("docx") ~= nil
local typst = FORMAT:match("typst") ~= nil

local function kind_of(id)
  local prefix = id:match("^(%a+)%-")
  return prefix and WORDS[prefix:lower()] and prefix:lower()
end

local function typst_text(content)
  local options = { wrap_text = "none" }
  return (pandoc.write(pandoc.Pandoc(content), "typst-citations-smart", options):gsub("%s+$", ""))
end

local function typst_string(text)
  return '"' .. text:gsub("\\", "\\\\"):gsub('"', '\\"'):gsub("\n", " ") .. '"'
end

-- Numbering ------------------------------------------------------------------------------------

local function is_callout(div)
  for _, class in ipairs(div.classes) do
    local kind = class:match("^callout%-(%a+)$")
    if kind and CALLOUTS[kind] then
      return kind
    end
  end
end

-- A heading that only gives a callout its title is not a section: make it the attribute's twin.
local function take_titles(doc)
  return doc:walk({
    Div = function(div)
      if not is_callout(div) then
        return nil
      end
      local title = pandoc.Inlines({})
      local first = div.content[1]
      if div.attributes.title then
        local read = pandoc.read(div.attributes.title, "markdown")
        title = pandoc.utils.blocks_to_inlines(read.blocks)
        div.attributes.title = nil
      elseif first and first.t == "Header" then
        title = first.content
        div.content:remove(1)
      end
      div.content:insert(1, pandoc.Plain(title))
      return div
    end,
  })
end

local function number(doc, sections)
  local numbers, counts, levels = {}, { fig = 0, tbl = 0 }, {}
  local function float(el)
    local kind = kind_of(el.identifier)
    if kind == "fig" or kind == "tbl" then
      counts[kind] = counts[kind] + 1
      numbers[el.identifier] = tostring(counts[kind])
    end
  end
  local function caption(el)
    local shown = numbers[el.identifier]
    if not shown then
      return nil
    end
    local words = pandoc.utils.blocks_to_inlines(el.caption.long)
    words:insert(1, pandoc.Str(WORDS[kind_of(el.identifier)] .. NBSP .. shown .. ":"))
    words:insert(2, pandoc.Space())
    el.caption.long = { pandoc.Plain(words) }
    return el
  end
  doc:walk({ traverse = "topdown", Figure = float, Table = float })
  doc = doc:walk({
    traverse = "topdown",
    Figure = caption,
    Table = caption,
    Header = function(header)
      if header.classes:includes("unnumbered") then
        return nil
      end
      levels[header.level] = (levels[header.level] or 0) + 1
      for level = header.level + 1, 9 do
        levels[level] = nil
      end
      local parts = {}
      for level = 1, header.level do
        parts[level] = levels[level] or 0
      end
      local shown = table.concat(parts, ".")
      numbers[header.identifier] = shown
      if sections then
        -- Quarto puts a point after the number of a first-level heading in Word, and only there.
        if docx and header.level == 1 then
          shown = shown .. "."
        end
        header.content:insert(1, pandoc.Space())
        header.content:insert(1, pandoc.Span(shown, { class = "header-section-number" }))
        return header
      end
    end,
  })
  return doc, numbers
end

local function resolve(doc, numbers)
  return doc:walk({
    Cite = function(cite)
      local shown = pandoc.Inlines({})
      for index, citation in ipairs(cite.citations) do
        local kind = kind_of(citation.id)
        if not kind then
          return nil
        end
        local id = citation.id:sub(1, 1):lower() .. citation.id:sub(2)
        local words = pandoc.Inlines({})
        if #citation.prefix > 0 then
          words:extend(citation.prefix)
          words:insert(pandoc.Str(NBSP))
        elseif citation.mode ~= "SuppressAuthor" then
          words:insert(pandoc.Str(WORDS[kind] .. NBSP))
        end
        words:insert(pandoc.Str(numbers[id]))
        if index > 1 then
          shown:extend({ pandoc.Str(","), pandoc.Space() })
        end
        shown:insert(pandoc.Link(words, "#" .. id, "", { class = "quarto-xref" }))
      end
      return shown
    end,
  })
end

-- Callouts -------------------------------------------------------------------------------------

local function callout(div)
  local kind = is_callout(div)
  if not kind then
    return nil
  end
  local title = div.content:remove(1).content
  local word = CALLOUTS[kind]
  local label = pandoc.Span(word, { class = "callout-type" })
  if #title == 0 then
    title = pandoc.Inlines({ label })
  else
    label.content[1].text = word .. ":"
    title:insert(1, pandoc.Space())
    title:insert(1, label)
  end
  if html then
    local head = pandoc.Div({ pandoc.Plain(title) }, { class = "callout-title" })
    div.content:insert(1, head)
    div.classes:insert(1, "callout")
    div.attributes.role = "note"
    div.attributes["aria-label"] = word
    return div
  elseif docx then
    -- One cell holds lists and tables too, as borders of paragraphs do not; Quarto does the same.
    div.content:insert(1, pandoc.Div({ pandoc.Para(title) }, { ["custom-style"] = "Callout Title" }))
    local box = pandoc.Table(
      pandoc.Caption(),
      { { "AlignLeft", 1.0 } },
      pandoc.TableHead(),
      { { attr = {}, body = { pandoc.Row({ pandoc.Cell(div.content) }) }, head = {}, row_head_columns = 0 } },
      pandoc.TableFoot(),
      { ["custom-style"] = "Callout" }
    )
    return { box, pandoc.RawBlock("openxml", GAP) }
  else
    local open = '#callout("' .. kind .. '", [' .. typst_text({ pandoc.Plain(title) }) .. "])["
    local blocks = pandoc.Blocks({ pandoc.RawBlock("typst", open) })
    blocks:extend(div.content)
    blocks:insert(pandoc.RawBlock("typst", "]"))
    return blocks
  end
end

-- Figures, images and tables -------------------------------------------------------------------

local function alt_text(image)
  local alt = image.attributes["fig-alt"]
  image.attributes["fig-alt"] = nil
  image.attributes.alt = alt
  image.caption = { pandoc.Str(alt) }
  return image
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

-- A chart is scrolled on a narrow screen rather than made too small to read.
local function html_figure(figure)
  local words = pandoc.utils.blocks_to_inlines(figure.caption.long)
  local named = kind_of(figure.identifier) and pandoc.utils.stringify(words[1]):gsub(":$", "")
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

-- Typst would make dashes, a minus or an ellipsis of hyphens and points: keep them as written.
local function as_written(str)
  local parts = pandoc.Inlines({})
  local start = 1
  local function raw(first, last)
    parts:insert(pandoc.Str(str.text:sub(start, first - 1)))
    parts:insert(pandoc.RawInline("typst", (str.text:sub(first, last):gsub(".", "\\%0"))))
    start = last + 1
  end
  for first, run, last in str.text:gmatch("()([-.]+)()") do
    local before, after = str.text:sub(first - 1, first - 1), str.text:sub(last, last)
    local minus = run == "-" and not before:match("%w") and after:match("%d")
    if run:match("%-%-") or run:match("%.%.") or minus or (run:match("%-$") and after == "?") then
      raw(first, last - 1)
    end
  end
  parts:insert(pandoc.Str(str.text:sub(start)))
  return parts
end

local function drop_alt(span)
  span.attributes.alt = nil
  return span
end

local function drop_comments(raw)
  if raw.format == "html" then
    return {}
  end
end

function Pandoc(doc)
  local sections = doc.meta["number-sections"] == true
  local shift = doc.meta["shift-headings"] == true
  local numbers
  doc = doc:walk({ RawBlock = drop_comments, RawInline = drop_comments, Image = alt_text })
  doc = take_titles(doc)
  doc, numbers = number(doc, sections)
  doc = resolve(doc, numbers)
  if doc.meta.bibliography then
    doc = pandoc.utils.citeproc(doc)
    -- Word would keep the paths of these files.
    doc.meta.bibliography, doc.meta.csl, doc.meta.references = nil, nil, nil
  end
  doc.meta["number-sections"], doc.meta["shift-headings"] = nil, nil
  doc.meta["link-citations"], doc.meta.nocite = nil, nil
  if typst then
    doc = doc:walk(formulas)
    doc = doc:walk({ Str = as_written })
    doc = doc:walk({ Blocks = take_data })
    doc = doc:walk({ Figure = typst_figure })
    doc = doc:walk({
      Image = function(image)
        return pandoc.RawInline("typst", "#box(" .. typst_image(image) .. ")")
      end,
    })
  end
  doc = doc:walk({ Div = callout, Span = drop_alt })
  if html then
    doc = doc:walk({
      Table = html_table,
      Figure = html_figure,
      Header = shift and function(header)
        header.level = header.level + 1
        return header
      end or nil,
    })
  end
  return doc
end
