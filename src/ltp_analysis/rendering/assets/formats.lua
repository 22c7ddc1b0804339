-- Writes a document in every format that formats.json asks for, so that Pandoc reads it once and does
-- once what all formats need. Each goes into a file of its own in the same folder.

local function contents(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read("a")
  file:close()
  return text
end

local function template(path)
  return pandoc.template.compile(contents(path), path)
end

local function write(doc, name, wanted, formulas)
  local filters = { "tables.lua", name .. ".lua" }
  if name == "docx" then
    table.insert(filters, 1, "svg-to-png.lua")
  end
  for _, filter in ipairs(filters) do
    -- Filters look at FORMAT, since Quarto lists some of them too; and walking over all words of a
    -- document takes long, so they are told whether it is worth while. Each gets an environment of
    -- its own: functions that it leaves behind would be run once more with the next one.
    local env = setmetatable({ FORMAT = wanted.to, FORMULAS = formulas }, { __index = _G })
    doc = pandoc.utils.run_lua_filter(doc, filter, env)
  end
  for key, value in pairs(wanted.metadata) do
    doc.meta[key] = value
  end
  local options = pandoc.WriterOptions({
    highlight_method = wanted.to == "docx" and "none" or "default",
    html_math_method = "mathml",
    reference_doc = wanted.reference ~= "" and wanted.reference or nil,
    table_of_contents = wanted.contents > 0,
    toc_depth = wanted.contents,
    variables = wanted.variables,
    wrap_text = "none",
    template = wanted.template ~= "" and template(wanted.template)
      or pandoc.template.compile(pandoc.template.default(wanted.to)),
  })
  local file = assert(io.open("document." .. name, "wb"))
  file:write(pandoc.write(doc, wanted.to, options))
  file:close()
end

function Writer(doc)
  doc = pandoc.utils.run_lua_filter(doc, "common.lua")
  local asked = pandoc.json.decode(contents("formats.json"), false)
  for name, wanted in pairs(asked.formats) do
    write(doc:clone(), name, wanted, asked.formulas)
  end
  return ""
end
