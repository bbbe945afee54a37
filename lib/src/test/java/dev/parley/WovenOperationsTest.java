package dev.parley;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

/** The same where other threads may come between inside of methods too. */
class WovenOperationsTest {
    @Test
    void everyRequestEndsOnceAndNoAnswerGoesAstray() throws Throwable {
        run("everyRequestEndsOnceAndNoAnswerGoesAstray");
    }

    @Test
    void messagesOfChannelsArriveInOrderOnceOrSayThatTheyDidNot() throws Throwable {
        run("messagesOfChannelsArriveInOrderOnceOrSayThatTheyDidNot");
    }

    @Test
    void everyConnectionOfItsOwnEndsWithItsRequest() throws Throwable {
        run("everyConnectionOfItsOwnEndsWithItsRequest");
    }

    private static void run(String test) throws Throwable {
        Class<?> tests = new Woven().loadClass(RandomOperationsTest.class.getName());
        Method method = tests.getDeclaredMethod(test);
        method.setAccessible(true);
        var constructor = tests.getDeclaredConstructor();
        constructor.setAccessible(true);
        try {
            method.invoke(constructor.newInstance());
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }
}
