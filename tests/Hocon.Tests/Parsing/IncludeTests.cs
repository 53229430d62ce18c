namespace Helios.Hocon.Tests.Parsing;

public sealed class IncludeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("helios-hocon-");

    public void Dispose() => _folder.Delete(recursive: true);

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    private string Json(string main) => HoconParser.ParseFile(Write("main.conf", main), Text.Sealed).Value.ToString();

    private HoconException Refusal(string main) =>
        Assert.Throws<HoconException>(() => HoconParser.ParseFile(Write("main.conf", main), Text.Sealed));

    [Theory]
    [InlineData("include \"sub/part\"")]
    [InlineData("include \"sub/part.conf\"")]
    [InlineData("include file(\"sub/part.conf\")")]
    [InlineData("include file( \"sub/part.conf\" )")]
    [InlineData("include required(\"sub/part.conf\")")]
    [InlineData("include required( file(\"sub/part.conf\") )")]
    [InlineData("include\n  \"sub/part.conf\"")]
    [InlineData("{ include \"sub/part.conf\" }")]
    public void An_include_stands_for_the_fields_of_its_file(string main)
    {
        Write("sub/part.conf", "x = 1\ninclude \"neighbour\"");
        Write("sub/neighbour.conf", "y = 2");

        Assert.Equal("""{"x":1,"y":2}""", Json(main));
    }

    [Fact]
    public void Fields_before_and_after_an_include_merge_in_order()
    {
        Write("part.conf", "a = 2, b = 2, o { p = 1 }");

        Assert.Equal("""{"a":2,"b":3,"o":{"p":1,"q":1}}""", Json("a = 1, include \"part.conf\", b = 3, o.q = 1"));
    }

    [Fact]
    public void Substitutions_of_an_included_file_look_beside_themselves_first_and_then_at_the_root()
    {
        Write("part.conf", "x = 10, y = ${x}, z = ${host}");

        Assert.Equal("""{"a":{"x":42,"y":42,"z":"h"},"host":"h"}""", Json("a { include \"part.conf\" }\na { x = 42 }\nhost = h"));
    }

    [Fact]
    public void Nested_includes_look_at_every_root_on_the_way()
    {
        Write("outer.conf", "inner { include \"inner.conf\" }, name = outer");
        Write("inner.conf", "me = ${name}, top = ${where}");

        Assert.Equal("""{"o":{"inner":{"me":"outer","top":"root"},"name":"outer"},"where":"root"}""", Json("o { include \"outer.conf\" }, where = root"));
    }

    [Fact]
    public void A_missing_file_is_ignored_unless_it_is_required()
    {
        Assert.Equal("""{"a":1}""", Json("include \"none\"\na = 1"));
        Assert.Contains("the required file \"none.conf\" does not exist", Refusal("include required(\"none.conf\")").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_without_extension_merges_json_first_and_hocon_last()
    {
        Write("part.json", """{"a": 1, "b": 1}""");
        Write("part.conf", "a = 2");

        Assert.Equal("""{"a":2,"b":1}""", Json("include \"part\""));
    }

    [Theory]
    [InlineData("include url(\"http://x/y\")", "never loaded from the network")]
    [InlineData("include \"https://x/y\"", "never loaded from the network")]
    [InlineData("include classpath(\"x\")", "there is no class path")]
    [InlineData("include magic(\"x\")", "unknown")]
    [InlineData("include x", "needs a quoted file name")]
    [InlineData("include = 5", "quote the word if a key is meant")]
    [InlineData("include", "needs a quoted file name")]
    [InlineData("include ${a}", "needs a quoted file name")]
    [InlineData("include file(x)", "needs a quoted file name")]
    [InlineData("include file(\"x\"", "never closed")]
    [InlineData("include \"\"", "needs a file name")]
    [InlineData("include \".\"", "names a directory")]
    [InlineData("include \"a\" \"b\"", "directly after a field")]
    public void What_cannot_be_included_is_refused_with_the_reason(string main, string reason) =>
        Assert.Contains(reason, Refusal(main).Message, StringComparison.Ordinal);

    [Fact]
    public void A_circle_of_files_is_refused_by_name()
    {
        Write("a.conf", "include \"b.conf\"");
        Write("b.conf", "include \"main.conf\"");

        Assert.Contains("main.conf -> a.conf -> b.conf -> main.conf", Refusal("include \"a.conf\"").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_file_may_be_included_at_two_places()
    {
        Write("part.conf", "x = 1");

        Assert.Equal("""{"a":{"x":1},"b":{"x":1}}""", Json("a { include \"part\" }, b { include \"part\" }"));
    }

    [Fact]
    public void A_list_cannot_be_included()
    {
        Write("list.conf", "[1]");

        Assert.Contains("must be an object", Refusal("include \"list.conf\"").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_of_all_files_are_reported_with_their_names()
    {
        Write("part.conf", "x = *");
        HoconException refusal = Refusal("include \"part.conf\"\ny = *");

        Assert.Equal(["part.conf:1:5", "main.conf:2:5"], refusal.Faults.Select(fault => Path.GetFileName(fault.Origin.ToString())));
    }

    [Fact]
    public void A_document_knows_every_file_it_depends_on_present_or_not()
    {
        Write("part.conf", "x = 1");
        HoconDocument document = HoconParser.ParseFile(Write("main.conf", "include \"part.conf\", include \"later.conf\""), Text.Sealed);

        Assert.Equal(["main.conf", "part.conf", "later.conf"], document.Files.Select(Path.GetFileName));
        Assert.All(document.Files, file => Assert.True(Path.IsPathRooted(file)));
    }

    [Fact]
    public void Text_in_memory_includes_only_from_a_given_directory()
    {
        Write("part.conf", "x = 1");

        Assert.Contains("this text is no file", Text.Refusal("include \"part.conf\"").Message, StringComparison.Ordinal);
        Assert.Equal("""{"x":1}""", HoconParser.Parse("include \"part.conf\"", Text.Sealed with { BaseDirectory = _folder.FullName }).Value.ToString());
        Assert.Contains("not allowed", Text.Refusal("include \"part.conf\"", Text.Sealed with { BaseDirectory = _folder.FullName, AllowIncludes = false }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Chains_and_numbers_of_files_are_limited()
    {
        for (int i = 0; i < 20; i++)
        {
            Write($"f{i}.conf", $"include \"f{i + 1}.conf\"");
        }

        Assert.Contains("more than 16 files include one another", Refusal("include \"f0.conf\"").Message, StringComparison.Ordinal);
        HoconOptions two = Text.Sealed with { Limits = new HoconLimits { MaxIncludedFiles = 2 } };
        Write("leaf.conf", "x = 1");
        string main = Write("main.conf", "a { include \"leaf.conf\" }, b { include \"leaf.conf\" }, c { include \"leaf.conf\" }");
        Assert.Contains("more than 2 files are included", Assert.Throws<HoconException>(() => HoconParser.ParseFile(main, two)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_missing_or_too_big_is_named()
    {
        Assert.Contains("none.conf: the file does not exist", Assert.Throws<HoconException>(() => HoconParser.ParseFile(Path.Combine(_folder.FullName, "none.conf"))).Message, StringComparison.Ordinal);
        HoconOptions small = Text.Sealed with { Limits = new HoconLimits { MaxInputBytes = 10 } };
        string main = Write("main.conf", "a = 12345678");
        Assert.Contains("larger than 10 bytes", Assert.Throws<HoconException>(() => HoconParser.ParseFile(main, small)).Message, StringComparison.Ordinal);
    }
}
