/** Starts the program in its arguments and ends like it. */
public class Start {
    public static void main(String[] words) throws Exception {
        System.exit(new ProcessBuilder(words).inheritIO().start().waitFor());
    }
}
