namespace Helios.Shell;

/// <summary>The line that is edited, and where the cursor is in it.</summary>
internal sealed class EditBuffer
{
    private string _killed = "";

    internal string Text { get; private set; } = "";

    /// <summary>In UTF-16 units.</summary>
    internal int Cursor { get; private set; }

    internal void Set(string text) => (Text, Cursor) = (text, text.Length);

    internal void Insert(string text)
    {
        Text = Text.Insert(Cursor, text);
        Cursor += text.Length;
    }

    /// <summary>Puts another text in the place of a part of the line.</summary>
    internal void Replace(int start, int end, string text)
    {
        Text = string.Concat(Text.AsSpan(0, start), text, Text.AsSpan(end));
        Cursor = start + text.Length;
    }

    internal void Left() => Cursor -= Cursor > 0 ? Before() : 0;

    internal void Right() => Cursor += Cursor < Text.Length ? After() : 0;

    internal void WordLeft() => Cursor = StartOfWord(char.IsLetterOrDigit);

    internal void WordRight() => Cursor = EndOfWord();

    internal void Start() => Cursor = Text.LastIndexOf('\n', Math.Max(0, Cursor - 1), Math.Max(0, Cursor)) + 1;

    internal void End() => Cursor = Text.IndexOf('\n', Cursor) is >= 0 and int end ? end : Text.Length;

    internal void Erase()
    {
        if (Cursor > 0)
        {
            int length = Before();
            Text = Text.Remove(Cursor - length, length);
            Cursor -= length;
        }
    }

    internal void Delete()
    {
        if (Cursor < Text.Length)
        {
            Text = Text.Remove(Cursor, After());
        }
    }

    internal void EraseWord() => Kill(StartOfWord(static c => !char.IsWhiteSpace(c)), Cursor);

    internal void DeleteWord() => Kill(Cursor, EndOfWord());

    internal void EraseToStart() => Kill(0, Cursor);

    internal void DeleteToEnd() => Kill(Cursor, Text.Length);

    internal void PutBack() => Insert(_killed);

    private void Kill(int start, int end)
    {
        if (end > start)
        {
            _killed = Text[start..end];
            Text = Text.Remove(start, end - start);
            Cursor = start;
        }
    }

    private int StartOfWord(Func<char, bool> isWord)
    {
        int at = Cursor;
        while (at > 0 && !isWord(Text[at - 1]))
        {
            at--;
        }

        while (at > 0 && isWord(Text[at - 1]))
        {
            at--;
        }

        return at;
    }

    private int EndOfWord()
    {
        int at = Cursor;
        while (at < Text.Length && !char.IsLetterOrDigit(Text[at]))
        {
            at++;
        }

        while (at < Text.Length && char.IsLetterOrDigit(Text[at]))
        {
            at++;
        }

        return at;
    }

    private int Before() => Cursor > 1 && char.IsLowSurrogate(Text[Cursor - 1]) && char.IsHighSurrogate(Text[Cursor - 2]) ? 2 : 1;

    private int After() => Cursor + 1 < Text.Length && char.IsHighSurrogate(Text[Cursor]) && char.IsLowSurrogate(Text[Cursor + 1]) ? 2 : 1;
}
